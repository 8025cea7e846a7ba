import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { projectRoot } from '../../src/root.ts';
import { photoNames } from '../support/qr-photos.ts';
import { placeStates } from './place.ts';

const media = z.enum(['photo', 'voice', 'video', 'file', 'sticker', 'location', 'contact', 'other']);

/** What a person does in one step. Ten seconds pass before each. */
const they = z.union([
  z.string(),
  /** Presses a button of the last message that has buttons: its label, or its number. */
  z.strictObject({ tap: z.string() }),
  /** Presses a button that only an earlier message shows. */
  z.strictObject({ old_tap: z.string() }),
  /** Only on channels where people can send such things. */
  z.strictObject({ media, caption: z.string().optional() }),
  /** A photo, by the name of what it shows; one that is `gone` before it is looked at. */
  z.strictObject({ media: z.literal('photo'), shows: z.enum([...photoNames, 'gone']), caption: z.string().optional() }),
  /** Several messages, sent before any of them was answered. */
  z.strictObject({ at_once: z.array(z.string()).min(2) }),
  /** A message that the platform delivers two times. */
  z.strictObject({ twice: z.string() }),
  /** Does nothing for so long; everything that works at its own time is done meanwhile. */
  z.strictObject({ after_minutes: z.number() }),
  /** Does nothing; the clinic acts on the appointment that was made last: `propose` is for three days later at 2:30 p.m. */
  z.strictObject({ clinic: z.enum(['confirm', 'propose', 'decline', 'cancel']) }),
  /** Does nothing; from now on there is a place "phòng khám Hoa Sen" like this, at which nobody has anything yet. */
  z.strictObject({ place: z.enum(placeStates) }),
]);

const step = z.strictObject({
  /**
   * Where: `there` is a chat of theirs on another channel, `twin` one more on the same channel, `here` all else. What they
   * type may hold `{code}`, the last code that any of the chats has shown.
   */
  on: z.enum(['here', 'there', 'twin']).default('here'),
  they,
  /** For each message that arrives a part of its text; "…" stands for anything between two parts. */
  we: z.array(z.string()),
  /** Labels of the last message, all of them. */
  buttons: z.array(z.string()).optional(),
  /** One of the messages carries a picture. */
  picture: z.literal(true).optional(),
});

const conversation = z.strictObject({
  title: z.string(),
  language: z.enum(['vi', 'en']).default('vi'),
  /** When it begins, for what depends on the day or the hour; a few minutes later where many begin then. Else at any time. */
  at: z.iso.datetime({ offset: true }).optional(),
  /** What this conversation is there for. */
  covers: z.string(),
  steps: z.array(step).min(1),
});

export type They = z.infer<typeof they>;
export type ClinicChange = Extract<They, { readonly clinic: unknown }>['clinic'];
export type Step = z.infer<typeof step>;

/** A whole chat as data. */
export interface Conversation extends z.infer<typeof conversation> {
  /** Folder and file, without the ending. */
  readonly name: string;
  /** The flow in whose folder it stands. */
  readonly flow: string;
  /** Somebody sends what the web chat cannot take, or cannot lose. */
  readonly hasMedia: boolean;
}

const folder = join(projectRoot, 'test/conversations');

/** Reads `<flow>/<name>.json` of this folder, in the order of their names. Throws on a file that is not a conversation. */
export function loadConversations(): readonly Conversation[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.json'));
  return files.sort().map(loadConversation);
}

function loadConversation(file: string): Conversation {
  const name = file.replace(/\.json$/, '');
  const parsed = conversation.safeParse(JSON.parse(readFileSync(join(folder, file), 'utf8')));
  if (!parsed.success) throw new Error(`Expected a conversation in ${file}: ${z.prettifyError(parsed.error)}`);
  const hasMedia = parsed.data.steps.some(({ they: done }) => typeof done === 'object' && 'media' in done && !isPlainPhoto(done));
  return { ...parsed.data, name, flow: dirname(name), hasMedia };
}

function isPlainPhoto(done: { readonly media: string; readonly shows?: string; readonly caption?: string | undefined }): boolean {
  return done.media === 'photo' && done.shows !== 'gone' && done.caption === undefined;
}
