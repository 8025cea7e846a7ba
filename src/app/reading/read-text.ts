import type { Event, Secret, SelfName } from '../../core/mod.ts';
import { findCommand, findDanger, findSelfName, isDoubtfulCommand, mask, readAnswer, type Command } from '../../understanding/mod.ts';
import { asked, isOvertaken, isSensitiveOption, type Asked } from './open-question.ts';
import { readAsAnswer } from './read-answer.ts';
import { commandEvent, readAsIntent } from './read-wish.ts';
import type { Reading, ReadingContext } from './reading.ts';

/** Understands what somebody typed: danger, then commands, then an answer, then a wish. */
export function readText(text: string, sentAt: number, context: ReadingContext): Reading {
  const question = asked(context);
  const masked = maskFor(text, question, context);
  const { text: shown, kept } = masked;
  const found = [...(context.covered ?? []), ...masked.found];
  const meaning = understand(text, shown, sentAt, found, question, context);
  const selfName = findSelfName(text);
  const event = { ...meaning, ...named(selfName), ...warned(found, meaning) };
  // A number that could not be read as the answer is still the one that was asked for.
  const isAnswer = event.type === 'answered' || event.type === 'answer_ambiguous' || (event.type === 'option_chosen' && isSensitiveOption(event.option, context));
  return { event, kept, sensitive: question.sensitive && (isAnswer || /\d{4}/.test(kept)) };
}

/** What stays of a message that holds a one-time code of ours. */
const coveredCode = '•••';

/** The text as it is read, and as it is kept: a code of ours is read here and kept nowhere. */
function maskFor(text: string, question: Asked, { isElsewhere }: ReadingContext): { readonly text: string; readonly kept: string; readonly found: readonly Secret[] } {
  const asksCode = question.answer === 'link_code' && !isElsewhere;
  if (asksCode && isLinkCode(text)) return { text, kept: coveredCode, found: [] };
  // A code with a digit too few is not yet a secret to warn of, and is not kept either.
  const { text: masked, found } = mask(text, asksCode ? 'account' : question.answer);
  const command = findCommand(text);
  const holdsCode = asksCode || command === 'enter_link_code' || command === 'receive_alerts';
  return { text: masked, kept: holdsCode ? masked.replace(/\d[\d\s.-]{2,}\d/g, coveredCode) : masked, found };
}

function isLinkCode(text: string): boolean {
  return readAnswer('link_code', text, { now: 0, options: [] }).kind === 'value';
}

function named(selfName: SelfName | undefined): { readonly selfName?: SelfName } {
  return selfName ? { selfName } : {};
}

function warned(found: readonly Secret[], event: Event): { readonly secret?: Secret } {
  const [secret] = found;
  return secret && event.type !== 'danger_reported' ? { secret } : {};
}

function understand(text: string, kept: string, sentAt: number, found: readonly Secret[], question: Asked, context: ReadingContext): Event {
  const { now: at } = context;
  const danger = findDanger(text);
  if (danger) return { type: 'danger_reported', danger, at };
  const command = findCommand(text);
  const doubtful = command && readBeforeCommand(command, text, kept, question, context);
  if (command && !doubtful) return commandEvent(command, at);
  if (isOvertaken(sentAt, context)) return { type: 'question_outdated', by: 'delay', at };
  if (context.isElsewhere) return readElsewhere(kept, found, context);
  const answered = doubtful ?? readAsAnswer(kept, question, context, true);
  if (answered) return answered;
  const [secret] = found;
  // "Mật khẩu của tui là …" is about a password that has to be warned of, not a wish for help with passwords.
  if (secret) return readAsAnswer(kept, question, context, false) ?? { type: 'secret_received', secret, at };
  const intended = readAsIntent(kept, context);
  return elsewhere(intended, context) ?? readAsAnswer(kept, question, context, false) ?? intended;
}

/** A wish is a wish wherever it is said; anything else can only be an answer to what was shown there before. */
function readElsewhere(kept: string, [secret]: readonly Secret[], context: ReadingContext): Event {
  if (secret) return { type: 'secret_received', secret, at: context.now };
  const intended = readAsIntent(kept, context);
  return intended.type === 'not_understood' ? { type: 'question_outdated', by: 'elsewhere', at: context.now } : intended;
}

/** A clear wish for another service counts more than a word that happens to stand in one of the labels. */
function elsewhere(intended: Event, { session }: ReadingContext): Event | undefined {
  const running = session.frames.at(-1)?.flow;
  return intended.type === 'flow_requested' && intended.entry.flow !== running ? intended : undefined;
}

/** Only what is offered is meant before these: a text that a question would take as it is must not hide them. */
const optionFirst: ReadonlySet<Command> = new Set<Command>(['stop', 'change_appointment', 'leave_waiting']);

/** Where erasing was asked about, "xóa" is the answer; where a person was offered, "chỉ giùm" is; where "hủy" is a choice, it ends nothing else. */
function readBeforeCommand(command: Command, text: string, kept: string, question: Asked, context: ReadingContext): Event | undefined {
  if (context.isElsewhere) return undefined;
  const isWeak = command === 'consider_erasing' || command === 'help' || command === 'done_already' || isDoubtfulCommand(text);
  if (isWeak) return readAsAnswer(kept, question, context, true);
  return optionFirst.has(command) ? readAsAnswer(kept, { ...question, answer: 'none' }, context, true) : undefined;
}
