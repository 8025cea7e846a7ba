// The core reads the graph too, so it lies there; the findings keep their short way to it.
export * from '../core/graph.ts';
