export { currentQuestion, optionsShown, promptOptions, valueOf } from './ask.ts';
export { compareVersions, type Change } from './change.ts';
export * from './effect.ts';
export * from './event.ts';
export * from './flow.ts';
export * from './flows.ts';
export * from './session.ts';
export { variableNames } from './slot-reads.ts';
export { transition } from './transition.ts';
