import type { FindingKind } from '../finding.ts';
import { ambiguousOption } from './ambiguous-option.ts';
import { deadEnd } from './dead-end.ts';
import { differentPlaceholders } from './different-placeholders.ts';
import { duplicateId } from './duplicate-id.ts';
import { duplicateTextKey } from './duplicate-text-key.ts';
import { entryWithoutIntent } from './entry-without-intent.ts';
import { exitToNowhere } from './exit-to-nowhere.ts';
import { expiredFact } from './expired-fact.ts';
import { loopWithoutQuestion } from './loop-without-question.ts';
import { missingServiceName } from './missing-service-name.ts';
import { missingText } from './missing-text.ts';
import { optionIsCommand } from './option-is-command.ts';
import { questionWithoutPerson } from './question-without-person.ts';
import { slotNotDeclared } from './slot-not-declared.ts';
import { slotReadBeforeSet } from './slot-read-before-set.ts';
import { subflowCallsItself } from './subflow-calls-itself.ts';
import { textTooLong } from './text-too-long.ts';
import { tooManyOptions } from './too-many-options.ts';
import { unknownEntry } from './unknown-entry.ts';
import { unknownFact } from './unknown-fact.ts';
import { unknownService } from './unknown-service.ts';
import { unknownSubflow } from './unknown-subflow.ts';
import { unknownTopic } from './unknown-topic.ts';
import { unreachableNode } from './unreachable-node.ts';
import { unusedText } from './unused-text.ts';

/** Every kind of fault that is looked for. A new kind is a file beside this one and a line here and in docs/inspect.md. */
export const findingKinds: readonly FindingKind[] = [
  duplicateId,
  exitToNowhere,
  unreachableNode,
  deadEnd,
  loopWithoutQuestion,
  missingText,
  duplicateTextKey,
  differentPlaceholders,
  textTooLong,
  unusedText,
  tooManyOptions,
  ambiguousOption,
  optionIsCommand,
  unknownFact,
  expiredFact,
  slotNotDeclared,
  slotReadBeforeSet,
  unknownSubflow,
  unknownEntry,
  subflowCallsItself,
  entryWithoutIntent,
  missingServiceName,
  unknownService,
  unknownTopic,
  questionWithoutPerson,
];
