import type { InboundMessage, Media } from '../channels/channel.ts';
import { currentQuestion, optionsShown, promptOptions, type AnswerType, type Entry, type Event, type Secret, type SelfName, type Session } from '../core/mod.ts';
import {
  findCommand,
  findDanger,
  findIntents,
  findSelfName,
  isDoubtfulCommand,
  mask,
  readAnswer,
  type Answer,
  type AnswerContext,
  type Command,
} from '../understanding/mod.ts';
import { facilityDirectory } from './clinic-values.ts';
import type { FlowLibrary } from './flow-library.ts';
import { writePhotoPlace } from './outside-services.ts';
import type { Texts } from './texts.ts';
import { writeChoice } from './values.ts';

/** From here on an intent is taken at its word; below, it is only a guess. */
const sureScore = 0.5;
const guessScore = 0.25;

/** A message that took longer than this to reach us may have been overtaken by a newer question. Milliseconds. */
const lateAfter = 10_000;

export interface ReadingContext {
  readonly session: Session;
  readonly library: FlowLibrary;
  readonly texts: Texts;
  /** Epoch milliseconds at which the message reached us. */
  readonly now: number;
  /** Secrets that were cut out of the message before it got here. */
  readonly covered?: readonly Secret[];
  /** The open question stands on another channel of theirs, so that this message does not answer it. */
  readonly isElsewhere?: boolean;
}

/** What a message means, and how it may be kept. */
export interface Reading {
  readonly event: Event;
  /** The text with secrets masked, as it may be stored and shown to a volunteer. */
  readonly kept: string;
  /** The kept text holds a number that only this step needs. */
  readonly sensitive: boolean;
}

/** Understands one message in the light of the open question. Nothing when it is no message to be answered. */
export function readMessage(message: InboundMessage, context: ReadingContext): Reading | undefined {
  const { content } = message;
  switch (content.type) {
    case 'text':
      return readText(content.text, message.sentAt, context);
    case 'tap':
      return readTap(content.payload, context);
    case 'media':
      return readMedia(message, content.media, content.caption, context);
    case 'own_phone':
      return readOwnPhone(content.phone, context);
    case 'followed':
      // Told again after an hour, it greets nobody who has been talking since.
      return isOvertaken(message.sentAt, context) ? undefined : { event: { type: 'followed', at: context.now }, kept: '[follow]', sensitive: false };
    case 'blocked':
    case 'unblocked':
    case 'staff_wrote':
    case 'withdrawn':
      return undefined;
  }
}

function readMedia({ channel, account }: InboundMessage, { kind: media, reference }: Media, caption: string | undefined, context: ReadingContext): Reading {
  const danger = caption ? findDanger(caption) : undefined;
  const photo = media === 'photo' && reference !== undefined && !context.isElsewhere ? { photo: writePhotoPlace(channel, account, reference) } : {};
  const event: Event = danger ? { type: 'danger_reported', danger, at: context.now } : { type: 'media_received', media, ...photo, at: context.now };
  // In the web chat the sender sees it, too.
  const name = media === 'photo' ? context.texts.wordsFor({ flow: 'system', key: 'media.photo' }, context.session.profile.language)[0] : media;
  return { event, kept: `[${name}] ${mask(caption ?? '').text}`.trim(), sensitive: false };
}

/** The number from a "share" card answers the question for it; at any other moment it is a card like others. */
function readOwnPhone(phone: string, context: ReadingContext): Reading {
  const { now: at } = context;
  const read: Answer = asked(context).answer === 'phone' && !context.isElsewhere ? readAnswer('phone', phone, { now: at, options: [] }) : { kind: 'unreadable' };
  const event: Event = read.kind === 'value' ? { type: 'answered', value: read.value, confirm: false, at } : { type: 'media_received', media: 'contact', at };
  return { event, kept: '[contact]', sensitive: false };
}

/** Taps are untrusted text: anyone can send any payload. */
function readTap(payload: string, context: ReadingContext): Reading {
  const { session, now: at } = context;
  if (payload === '#menu') return { event: { type: 'menu_requested', at }, kept: 'Menu', sensitive: false };
  const [, sessionNumber, questionNumber, choice] = /^#(\d{1,9})\.(\d{1,9})\.(\d{1,2}|back|person)$/.exec(payload) ?? [];
  const event = ((): Event => {
    if (choice === 'person') return { type: 'person_requested', at };
    const current = Number(sessionNumber) === session.counters.session && Number(questionNumber) === session.open?.number;
    if (!current) return { type: 'question_outdated', by: 'tap', at };
    if (choice === 'back') return { type: 'back_requested', at };
    return { type: 'option_chosen', question: Number(questionNumber), option: session.open?.options[Number(choice) - 1] ?? '', at };
  })();
  return { event, kept: describeTap(event, context), sensitive: false };
}

function describeTap(event: Event, context: ReadingContext): string {
  const language = context.session.profile.language;
  const system = (key: string): string => context.texts.wordsFor({ flow: 'system', key }, language)[0] ?? key;
  if (event.type === 'person_requested') return system('option.person');
  if (event.type === 'back_requested') return system('option.back');
  if (event.type !== 'option_chosen') return '…';
  return shownOptions(context).find(({ id }) => id === event.option)?.words[0] ?? '…';
}

interface LabelledOption {
  readonly id: string;
  /** What may be typed for it; the first is what is shown. */
  readonly words: readonly string[];
}

function shownOptions({ session, library, texts }: ReadingContext): readonly LabelledOption[] {
  const { language } = session.profile;
  const question = currentQuestion(library, session);
  if (session.open?.prompt) {
    const shown = promptOptions(session.open.prompt, question?.node.answer ?? 'none');
    return shown.map(({ id, label, value }) => ({ id, words: value ? [writeChoice(value.value, value.type, language)] : texts.wordsFor(label, language) }));
  }
  if (!question) return [];
  const flow = { id: question.frame.flow, hash: question.frame.hash };
  return optionsShown(question.node, session).map(({ id, label }) => ({ id, words: texts.wordsFor({ flow, key: label }, language) }));
}

interface Asked {
  readonly answer: AnswerType;
  readonly sensitive: boolean;
}

/** What the question of the flow reads, also while a question of the assistant lies over it. */
function asked({ session, library }: ReadingContext): Asked {
  const question = currentQuestion(library, session);
  const slot = question?.node.slot;
  const flow = question && library.find(question.frame.flow, question.frame.hash);
  const open = session.open && session.open.prompt?.kind !== 'guess';
  return {
    answer: open ? (question?.node.answer ?? 'none') : 'none',
    sensitive: (slot !== undefined && flow?.slots[slot]?.sensitive) ?? false,
  };
}

function readText(text: string, sentAt: number, context: ReadingContext): Reading {
  const question = asked(context);
  const masked = maskFor(text, question, context);
  const { text: shown, kept } = masked;
  const found = [...(context.covered ?? []), ...masked.found];
  const meaning = understand(text, shown, sentAt, found, question, context);
  const selfName = findSelfName(text);
  const event = { ...meaning, ...named(selfName), ...warned(found, meaning) };
  // A number that could not be read as the answer is still the one that was asked for.
  const sensitive = question.sensitive && (event.type === 'answered' || event.type === 'answer_ambiguous' || /\d{4}/.test(kept));
  return { event, kept, sensitive };
}

/** What stays of a message that holds a code for joining accounts. */
const coveredCode = '•••';

/** The text as it is read, and as it is kept: a code that joins accounts is read here and kept nowhere. */
function maskFor(text: string, question: Asked, { isElsewhere }: ReadingContext): { readonly text: string; readonly kept: string; readonly found: readonly Secret[] } {
  const asksCode = question.answer === 'link_code' && !isElsewhere;
  if (asksCode && isLinkCode(text)) return { text, kept: coveredCode, found: [] };
  // A code with a digit too few is not yet a secret to warn of, and is not kept either.
  const { text: masked, found } = mask(text, asksCode ? 'account' : question.answer);
  const holdsCode = asksCode || findCommand(text) === 'enter_link_code';
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

function isOvertaken(sentAt: number, { session, now }: ReadingContext): boolean {
  return session.open !== undefined && sentAt > 0 && now - sentAt > lateAfter && sentAt < session.open.askedAt;
}

/** The flows, and entries of them, that a command opens. */
export const commandFlows: Readonly<Partial<Record<Command, Entry>>> = {
  language: { flow: 'language' },
  vietnamese: { flow: 'language', entry: 'language.vi' },
  english: { flow: 'language', entry: 'language.en' },
  show_data: { flow: 'my_data_show' },
  erase_data: { flow: 'my_data_erase' },
  consider_erasing: { flow: 'my_data_erase', entry: 'privacy.delete' },
  withdraw_consent: { flow: 'consent_withdraw' },
  stop_reminders: { flow: 'reminders_stop' },
  link_accounts: { flow: 'link_accounts' },
  enter_link_code: { flow: 'link_accounts', entry: 'link.enter' },
  split_accounts: { flow: 'link_accounts', entry: 'link.split' },
};

function commandEvent(command: Command, at: number): Event {
  const entry = commandFlows[command];
  if (entry) return { type: 'flow_requested', entry, interrupt: true, at };
  switch (command) {
    case 'back':
      return { type: 'back_requested', at };
    case 'stop':
      return { type: 'stop_requested', at };
    case 'help':
      return { type: 'help_requested', at };
    case 'person':
      return { type: 'person_requested', at };
    default:
      return { type: 'menu_requested', at };
  }
}

/** Where erasing was asked about, "xóa" is the answer; where a person was offered, "chỉ giùm" is; where "hủy" is a choice, it ends nothing else. */
function readBeforeCommand(command: Command, text: string, kept: string, question: Asked, context: ReadingContext): Event | undefined {
  if (context.isElsewhere) return undefined;
  const isWeak = command === 'consider_erasing' || command === 'help' || isDoubtfulCommand(text);
  if (isWeak) return readAsAnswer(kept, question, context, true);
  return command === 'stop' ? readAsAnswer(kept, { ...question, answer: 'none' }, context, true) : undefined;
}

/** `wholeLabels`: a number, a whole label or a value; else also a part of a label. */
function readAsAnswer(text: string, question: Asked, context: ReadingContext, wholeLabels: boolean): Event | undefined {
  const { open } = context.session;
  if (!open) return undefined;
  const options = shownOptions(context);
  // Under a question of the assistant the typed answer still belongs to the flow's own question below.
  const chosen = readAnswer(open.prompt ? 'none' : question.answer, text, { ...sources(context), options, wholeLabels });
  if (chosen.kind !== 'unreadable') return answerEvent(chosen, open.number, context.now);
  if (!open.prompt || question.answer === 'none') return undefined;
  const typed = readAnswer(question.answer, text, { ...sources(context), options: [] });
  return typed.kind === 'value' || typed.kind === 'choices' ? answerEvent(typed, open.number, context.now) : undefined;
}

function sources({ now }: ReadingContext): Pick<AnswerContext, 'now' | 'facilities'> {
  return { now, facilities: facilityDirectory };
}

function answerEvent(answer: Answer, question: number, at: number): Event | undefined {
  switch (answer.kind) {
    case 'option':
      return { type: 'option_chosen', question, option: answer.option, at, ...(answer.confirm ? { confirm: true } : {}) };
    case 'value':
      return { type: 'answered', value: answer.value, confirm: answer.confirm ?? false, at };
    case 'choices':
      return { type: 'answer_ambiguous', values: answer.values, at };
    case 'back':
      return { type: 'back_requested', at };
    case 'unreadable':
      return undefined;
  }
}

/** Intents that are matters of the assistant itself. */
const ownIntents: Readonly<Record<string, (at: number) => Event>> = {
  greeting: (at) => ({ type: 'greeted', by: 'greeting', at }),
  thanks: (at) => ({ type: 'greeted', by: 'thanks', at }),
  human: (at) => ({ type: 'person_requested', at }),
  help: (at) => ({ type: 'help_requested', at }),
  stop: (at) => ({ type: 'stop_requested', at }),
  'reminder.stop': (at) => commandEvent('stop_reminders', at),
  'language.change': (at) => commandEvent('language', at),
  'privacy.export': (at) => commandEvent('show_data', at),
};

function readAsIntent(text: string, { library, now: at }: ReadingContext): Event {
  const intents = findIntents(text);
  const sure = intents.find(({ score }) => score >= sureScore);
  const own = sure && ownIntents[sure.intent];
  if (own) return own(at);
  const entry = sure && library.entryFor(sure.intent);
  if (entry) return { type: 'flow_requested', entry, interrupt: false, at };
  const guesses = intents.filter(({ score }) => score >= guessScore).flatMap(({ intent }) => library.entryFor(intent) ?? []);
  return { type: 'not_understood', guesses, at };
}
