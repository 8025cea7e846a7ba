export * from '../core/graph.ts';
