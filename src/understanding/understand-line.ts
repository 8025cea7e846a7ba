import { readAge } from './answers/age.ts';
import type { Read, ReadChoices } from './answers/answer.ts';
import { readBirth } from './answers/birth.ts';
import { readCommune } from './answers/commune.ts';
import { communes } from './answers/communes.ts';
import { readDate } from './answers/date.ts';
import { readDateTime } from './answers/date-time.ts';
import { readIdCard } from './answers/id-card.ts';
import { readMoney } from './answers/money.ts';
import { readName } from './answers/name.ts';
import { readPosition } from './answers/options.ts';
import { readPhone } from './answers/phone.ts';
import { readTime } from './answers/time.ts';
import { readYesNo } from './answers/yes-no.ts';
import { findCommand } from './commands.ts';
import { findIntents } from './intents.ts';

interface Line {
  readonly id: unknown;
  readonly text: string;
  readonly type: unknown;
  readonly options: unknown;
  /** Epoch milliseconds; the present moment when the line names none. */
  readonly now: number;
}

type Reader = (text: string, now: number) => Read<string | number> | ReadChoices<string> | undefined;

const readers: ReadonlyMap<unknown, Reader> = new Map<unknown, Reader>([
  ['yesno', readYesNo],
  ['money', readMoney],
  ['name', readName],
  ['date', readDate],
  ['time', readTime],
  ['datetime', readDateTime],
  ['phone', readPhone],
  ['birth', readBirth],
  ['age', readAge],
  ['commune', readCommune],
  ['cccd', readIdCard],
]);

/** What one line of JSON asks, answered as a plain object; a line that cannot be read gets an `error` with its number. */
export function understandLine(line: string, number: number): Readonly<Record<string, unknown>> {
  const read = parse(line);
  if (read === undefined) return { error: `Line ${number}: expected a JSON object with "id" and "text"` };
  return read.type === undefined ? intentOf(read) : { id: read.id, ...answerOf(read) };
}

function parse(line: string): Line | undefined {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null || !('text' in value) || typeof value.text !== 'string') return undefined;
    if (!('id' in value)) return undefined;
    const type = 'type' in value ? value.type : undefined;
    const now = 'now' in value && typeof value.now === 'string' ? Date.parse(value.now) : Number.NaN;
    return { id: value.id, text: value.text, type, options: 'options' in value ? value.options : undefined, now: Number.isNaN(now) ? Date.now() : now };
  } catch {
    return undefined;
  }
}

function intentOf({ id, text }: Line): Readonly<Record<string, unknown>> {
  const found = findIntents(text);
  const [best, ...others] = found;
  return { id, intent: best?.intent ?? 'out_of_scope', alternatives: others };
}

function answerOf(line: Line): Readonly<Record<string, unknown>> {
  if (line.type === 'choice') return { value: choiceOf(line) };
  const reader = readers.get(line.type);
  if (reader === undefined) return { value: null, error: 'Expected a type that `understand --help` lists' };
  const read = reader(line.text, line.now) ?? { value: null };
  return line.type === 'commune' ? withNames(read) : 'choices' in read ? { value: null, confirm: true } : { ...read };
}

/** Communes by their full names; a list where the person has to choose. */
function withNames(read: Read<string | number | null> | ReadChoices<string>): Readonly<Record<string, unknown>> {
  if ('choices' in read) return { value: read.choices.map(fullNameOf), confirm: true };
  return { ...read, value: read.value === null ? null : fullNameOf(read.value) };
}

function fullNameOf(code: string | number): string {
  return communes.find((commune) => commune.code === code)?.fullName ?? String(code);
}

function choiceOf({ text, options }: Line): number | null {
  if (findCommand(text) === 'back') return 0;
  const count = typeof options === 'number' ? options : 0;
  const position = readPosition(text, count);
  return position === undefined || position > count ? null : position;
}
