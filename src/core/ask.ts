import type { ShownOption, ShownValue, Text, Wording } from './effect.ts';
import type { AnswerType, Flow, Option, QuestionNode } from './flow.ts';
import type { Flows } from './flows.ts';
import { emit, frameText, systemText, topFrame, visibleSlots, without, withSession, type Machine } from './machine.ts';
import type { Entry, Frame, OpenQuestion, Prompt, Session } from './session.ts';

const historyLimit = 30;

interface Showing {
  readonly lead?: Text;
  /** Ask in other words. */
  readonly again?: boolean;
}

/** Asks the question at which the running frame stands, under a new number. */
export function ask(machine: Machine, showing: Showing = {}): Machine {
  const question = openNode(machine);
  if (!question) return machine;
  const { frame, node } = question;
  const opened = open(remember(machine, frame), offered(question).map((option) => option.id));
  const waiting = node.wait ? setWait(opened, node.wait.minutes) : opened;
  const recorded = emit(waiting, { type: 'record', what: 'question_asked', flow: frame.flow, node: frame.node });
  return show(recorded, showing);
}

/** Lays a question of the assistant over the open one (or over nothing). */
export function prompt(machine: Machine, kind: Prompt, showing: Showing = {}): Machine {
  const options = promptOptions(kind, openNode(machine)?.node.answer ?? 'none');
  return show(open(machine, options.map((option) => option.id), kind), showing);
}

/** Shows the open question once more under its own number, so that its buttons stay good. */
export function show(machine: Machine, { lead, again = false }: Showing = {}): Machine {
  const { open: question, profile } = machine.session;
  if (!question) return machine;
  const what = question.prompt ? describePrompt(machine, question.prompt) : describeNode(machine, again);
  if (!what) return machine;
  return emit(machine, {
    type: 'ask',
    question: question.number,
    profile,
    ...what,
    ...(lead ? { lead } : {}),
  });
}

/** The question node at which the running frame waits. */
export function openNode({ flows, session }: Machine): CurrentQuestion | undefined {
  return currentQuestion(flows, session);
}

export interface CurrentQuestion {
  readonly flow: Flow;
  readonly frame: Frame;
  readonly node: QuestionNode<string>;
}

/** The question of a flow at which a session waits, also while a question of the assistant lies over it. */
export function currentQuestion(flows: Flows, session: Session): CurrentQuestion | undefined {
  const frame = topFrame(session);
  const flow = frame && flows.find(frame.flow, frame.hash);
  const node = flow?.nodes[frame?.node ?? ''];
  return flow && frame && node?.kind === 'question' ? { flow, frame, node } : undefined;
}

/** The value that an option stands for now; nothing while its slot is empty, or for one that stands for itself. */
export function valueOf({ flow, frame }: CurrentQuestion, { value: slot }: Option<string>): ShownValue | undefined {
  const value = slot === undefined ? undefined : visibleSlots(flow, frame)[slot];
  if (slot === undefined || value === undefined || value === '') return undefined;
  const { type = 'any', sensitive } = flow.slots[slot] ?? {};
  return { gap: slot, value, type, ...(sensitive ? { sensitive } : {}) };
}

function offered(question: CurrentQuestion): readonly Option<string>[] {
  return (question.node.options ?? []).filter((option) => option.value === undefined || valueOf(question, option) !== undefined);
}

/**
 * The options of a question in the order in which it was shown; a newer version may list them otherwise, but a number
 * belongs to what the person sees.
 */
export function optionsShown(question: CurrentQuestion, { open }: Session): readonly Option<string>[] {
  const options = offered(question);
  if (!open || open.prompt) return options;
  return open.options.flatMap((id) => options.find((option) => option.id === id) ?? []);
}

/** More than these do not fit on a small screen together with "none of these". */
const mostValues = 4;

/** The options of a question of the assistant, in the order shown; `answer` is what the flow's question below reads. */
export function promptOptions(kind: Prompt, answer: AnswerType): readonly ShownOption[] {
  const option = (id: string): ShownOption => ({ id, label: systemText(`option.${id}`) });
  switch (kind.kind) {
    case 'confirm_value':
    case 'confirm_option':
      return [option('yes'), option('no')];
    case 'choose_value': {
      const values = kind.values.slice(0, mostValues);
      return [...values.map((value, index) => ({ id: `value_${index}`, label: systemText('option.value'), value: { gap: 'value', value, type: answer } })), option('none')];
    }
    case 'offer_flow':
      return [option('switch'), option('stay')];
    case 'offer_person':
      return [option('person'), option('continue')];
    case 'guess':
      return [...kind.entries.map((entry, index) => ({ id: `guess_${index}`, label: serviceName(entry) })), option('person')];
  }
}

function serviceName(entry: Entry): Text {
  return systemText(`service.${entry.entry ?? entry.flow}`);
}

function open(machine: Machine, options: readonly string[], kind?: Prompt): Machine {
  const number = machine.session.counters.question + 1;
  const question: OpenQuestion = { number, askedAt: machine.at, options, ...(kind ? { prompt: kind } : {}) };
  return withSession(without(machine, 'open'), {
    open: question,
    counters: { ...machine.session.counters, question: number },
  });
}

function setWait(machine: Machine, minutes: number): Machine {
  const dueAt = machine.at + minutes * 60_000;
  return emit(machine, { type: 'set_wait', question: machine.session.counters.question, dueAt });
}

function remember(machine: Machine, frame: Frame): Machine {
  if (frame.history.at(-1)?.node === frame.node) return machine;
  const history = [...frame.history, { node: frame.node, filled: [] }].slice(-historyLimit);
  const frames = [...machine.session.frames.slice(0, -1), { ...frame, history }];
  return withSession(machine, { frames });
}

interface Description {
  readonly wording: Wording;
  readonly options: readonly ShownOption[];
  readonly answer: QuestionNode<string>['answer'];
  readonly step?: readonly [number, number];
  readonly canGoBack: boolean;
}

function describeNode(machine: Machine, again: boolean): Description | undefined {
  const question = openNode(machine);
  if (!question) return undefined;
  const { flow, frame, node } = question;
  const key = again && node.again ? node.again : node.text;
  return {
    wording: { text: frameText(frame, key), slots: visibleSlots(flow, frame), definitions: flow.slots },
    options: optionsShown(question, machine.session).map((option) => showOption(question, option)),
    answer: node.answer,
    ...(node.step ? { step: node.step } : {}),
    canGoBack: machine.session.frames.length > 1 || frame.history.length > 1,
  };
}

function showOption(question: CurrentQuestion, option: Option<string>): ShownOption {
  const value = valueOf(question, option);
  return { id: option.id, label: frameText(question.frame, option.label), ...(value ? { value } : {}) };
}

function describePrompt(machine: Machine, kind: Prompt): Description {
  const options = promptOptions(kind, openNode(machine)?.node.answer ?? 'none');
  return { wording: promptWording(machine, kind), options, answer: 'none', canGoBack: false };
}

function promptWording(machine: Machine, kind: Prompt): Wording {
  const plain: Wording = { text: systemText(`prompt.${kind.kind}`), slots: {}, definitions: {} };
  const question = openNode(machine);
  switch (kind.kind) {
    case 'offer_flow':
      return { ...plain, texts: { service: serviceName(kind.entry) } };
    case 'confirm_option':
      return { ...plain, texts: optionText(question, kind.option) };
    case 'confirm_value': {
      const definition = question?.node.slot && question.flow.slots[question.node.slot];
      return { ...plain, slots: { value: kind.value }, definitions: definition ? { value: definition } : {} };
    }
    default:
      return plain;
  }
}

function optionText(question: CurrentQuestion | undefined, option: string): Readonly<Record<string, Text>> {
  const label = question?.node.options?.find(({ id }) => id === option)?.label;
  return question && label ? { value: frameText(question.frame, label) } : {};
}
