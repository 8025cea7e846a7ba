export { fold } from './fold.ts';
export { findIntents, type ScoredIntent } from './intents.ts';
export { findCommand, isDoubtfulCommand, type Command } from './commands.ts';
export { findSelfName } from './self-name.ts';
export { findDanger } from './safety.ts';
export { mask, type Masked } from './mask.ts';
export { banks, readAnswer, type Answer, type AnswerContext, type Bank } from './answers/mod.ts';
