export { findIntents, intentNames } from './intents.ts';
export { findCommand, isDoubtfulCommand, type Command } from './commands.ts';
export { findSelfName } from './self-name.ts';
export { findDanger } from './safety.ts';
export { mask } from './mask.ts';
export { banks, communes, readAnswer, toLunarDate, writePhone, type Answer, type AnswerContext, type FacilityDirectory, type LunarDate } from './answers/mod.ts';
