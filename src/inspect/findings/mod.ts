import type { FindingKind } from '../finding.ts';
import { deadEnd } from './dead-end.ts';
import { exitToNowhere } from './exit-to-nowhere.ts';
import { loopWithoutQuestion } from './loop-without-question.ts';
import { missingText } from './missing-text.ts';
import { questionWithoutPerson } from './question-without-person.ts';
import { slotNotDeclared } from './slot-not-declared.ts';
import { slotReadBeforeSet } from './slot-read-before-set.ts';
import { subflowCallsItself } from './subflow-calls-itself.ts';
import { unknownEntry } from './unknown-entry.ts';
import { unknownFact } from './unknown-fact.ts';
import { unknownService } from './unknown-service.ts';
import { unknownSubflow } from './unknown-subflow.ts';
import { unknownTopic } from './unknown-topic.ts';
import { unreachableNode } from './unreachable-node.ts';

/** Every kind of fault that is looked for. A new kind is a file beside this one and a line here. */
export const findingKinds: readonly FindingKind[] = [
  exitToNowhere,
  unreachableNode,
  deadEnd,
  loopWithoutQuestion,
  missingText,
  unknownFact,
  slotNotDeclared,
  slotReadBeforeSet,
  unknownSubflow,
  unknownEntry,
  subflowCallsItself,
  unknownService,
  unknownTopic,
  questionWithoutPerson,
];
