import type { ClinicChange, Conversation, Step, They } from './conversation.ts';
import { photoNamed, type PhotoName } from '../support/qr-photos.ts';
import type { Chat, Driver, Heard } from './driver.ts';
import { faultsOf, mayBeThree, showsCard } from './message-rules.ts';
import type { PlaceState } from './place.ts';

/** Where conversations are played. */
export interface Place {
  now(): Date;
  /** Moves the clock, also back. */
  advance(milliseconds: number): void;
  /** Does what workers would have done by now. */
  work(): Promise<void>;
  /** Lets the staff of a clinic change the appointment that was made last. */
  clinic(change: ClinicChange): Promise<void>;
  /** Makes the place of these conversations anew. */
  preparePlace(state: PlaceState): Promise<void>;
  /** A driver of another channel than this one. */
  elsewhere(channel: string): Driver;
}

/** Long enough that nothing is taken for a second tap of a trembling finger. Milliseconds. */
const betweenSteps = 10_000;

/** Plays a whole conversation as somebody new. Throws with the chat so far at the first thing that is not as written. */
export async function play(conversation: Conversation, driver: Driver, place: Place): Promise<void> {
  const open: Readonly<Record<Step['on'], () => Promise<Chat>>> = {
    here: () => driver.open(),
    there: () => place.elsewhere(driver.channel).open(),
    twin: () => driver.open(),
  };
  const returnToNow = goTo(place, conversation.at);
  const chats = new Map<Step['on'], { readonly chat: Chat; heard: readonly Heard[] }>();
  const transcript: string[] = [];
  try {
    for (const [index, step] of conversation.steps.entries()) {
      try {
        const one = chats.get(step.on) ?? { chat: await open[step.on](), heard: [] };
        chats.set(step.on, one);
        const code = lastCode([...chats.values()].flatMap(({ heard }) => heard));
        one.heard = await playStep(one.chat, place, withCode(step, code), one.heard, transcript);
      } catch (error) {
        const where = `${conversation.name} on ${driver.channel}, step ${index + 1}`;
        throw new Error(`${where}: ${messageOf(error)}\n\nThe chat so far:\n${transcript.join('\n')}`, { cause: error });
      }
    }
  } finally {
    chats.forEach(({ chat }) => chat.close());
    returnToNow();
  }
}

/** How many have begun at a time of their own: too many visitors within a minute would be turned away. */
let begun = 0;

/** Moves the clock to when a conversation begins. Returns the way back to where it stood. */
function goTo(place: Place, at: string | undefined): () => void {
  if (at === undefined) return () => undefined;
  const before = place.now().getTime();
  begun += 1;
  place.advance(Date.parse(at) + begun * 60_000 - before);
  return () => place.advance(before - place.now().getTime());
}

function lastCode(heard: readonly Heard[]): string {
  return heard.map(({ text }) => /\d{4} \d{4}/.exec(text)?.[0]).findLast((code) => code !== undefined) ?? '';
}

function withCode(step: Step, code: string): Step {
  return typeof step.they === 'string' ? { ...step, they: step.they.replace('{code}', code) } : step;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Returns all that was heard up to the end of the step. */
async function playStep(chat: Chat, place: Place, step: Step, before: readonly Heard[], transcript: string[]): Promise<readonly Heard[]> {
  transcript.push(`${step.on === 'here' ? '' : `${step.on} `}> ${typeof step.they === 'string' ? step.they : JSON.stringify(step.they)}`);
  place.advance(betweenSteps);
  await act(chat, place, step.they, before);
  const heard = await chat.heard();
  const messages = heard.slice(before.length);
  transcript.push(...messages.map(describe));
  check(step, messages);
  return heard;
}

function describe({ text, buttons, hasPicture }: Heard): string {
  const lines = [`${hasPicture ? '[picture] ' : ''}${text}`, ...(buttons.length > 0 ? [`[${buttons.join('] [')}]`] : [])];
  return lines.map((line) => `    ${line.replaceAll('\n', '\n    ')}`).join('\n');
}

async function act(chat: Chat, place: Place, they: They, heard: readonly Heard[]): Promise<void> {
  if (typeof they === 'string') return chat.write([they]);
  if ('at_once' in they) return chat.write(they.at_once);
  if ('twice' in they) return chat.writeTwice(they.twice);
  if ('media' in they && they.media === 'photo') return sendPhoto(chat, 'shows' in they ? they.shows : 'nothing', they.caption);
  if ('media' in they) return chat.send(they.media, they.caption);
  if ('tap' in they) return chat.tap(findButton(heard, they.tap));
  if ('old_tap' in they) return chat.tap(findOldButton(heard, they.old_tap));
  if ('clinic' in they) return place.clinic(they.clinic);
  if ('place' in they) return place.preparePlace(they.place);
  place.advance(they.after_minutes * 60_000);
  return place.work();
}

async function sendPhoto(chat: Chat, shows: PhotoName | 'gone', caption: string | undefined): Promise<void> {
  return chat.sendPhoto(shows === 'gone' ? undefined : await photoNamed(shows), caption);
}

/** The label of a button of the last message that has any: by label, label without its number, or number. */
function findButton(heard: readonly Heard[], wanted: string): string {
  const shown = heard.findLast(({ buttons }) => buttons.length > 0)?.buttons ?? [];
  const found = shown.find((label) => isCalled(label, wanted));
  if (found === undefined) throw new Error(`there is no button "${wanted}" among [${shown.join('] [')}]`);
  return found;
}

function isCalled(label: string, wanted: string): boolean {
  return label === wanted || label.replace(/^\d\. /, '') === wanted || (/^\d$/.test(wanted) && label.startsWith(`${wanted}. `));
}

function findOldButton(heard: readonly Heard[], wanted: string): string {
  const [last, ...older] = heard.toReversed();
  const found = older.flatMap(({ buttons }) => buttons).find((label) => isCalled(label, wanted));
  if (found === undefined) throw new Error(`there is no earlier button "${wanted}"`);
  if (last?.buttons.includes(found)) throw new Error(`the button "${wanted}" is not an old one: the last message has it too`);
  return found;
}

function check(step: Step, messages: readonly Heard[]): void {
  if (messages.length !== step.we.length) throw new Error(`expected ${step.we.length} messages, got ${messages.length}`);
  step.we.forEach((part, index) => checkText(messages[index]?.text ?? '', part));
  for (const message of messages) {
    const [fault] = faultsOf(message);
    if (fault !== undefined) throw new Error(`${fault}: ${JSON.stringify(message)}`);
  }
  checkNumber(step.they, messages);
  const buttons = messages.at(-1)?.buttons ?? [];
  if (step.buttons && step.buttons.join(' | ') !== buttons.join(' | ')) throw new Error(`expected the buttons ${step.buttons.join(' | ')}, got ${buttons.join(' | ')}`);
  if (messages.some(({ hasPicture }) => hasPicture) !== (step.picture ?? false)) throw new Error(step.picture ? 'expected a picture' : 'expected no picture');
}

function checkText(text: string, part: string): void {
  let from = 0;
  for (const piece of part.split('…').map((some) => some.trim())) {
    const at = text.indexOf(piece, from);
    if (at < 0) throw new Error(`expected "${piece}" in "${text}"`);
    from = at + piece.length;
  }
}

function checkNumber(they: They, messages: readonly Heard[]): void {
  const turns = turnsOf(they);
  // The card of an appointment comes when it is drawn, which may be when something else goes on.
  const most = (mayBeThree(messages) ? 3 : 2) * turns + (showsCard(messages) ? 1 : 0);
  if (messages.length > most) throw new Error(`${messages.length} messages in a row are too many, ${most} are allowed here`);
}

/** What was found in a photo comes in a turn of its own, and so does the card of an appointment. */
function turnsOf(they: They): number {
  if (typeof they === 'string') return 1;
  return 'at_once' in they ? they.at_once.length : 'media' in they || 'clinic' in they ? 2 : 1;
}
