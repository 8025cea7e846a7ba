import { readMoney } from './answers/money.ts';
import { readName } from './answers/name.ts';
import { readPosition } from './answers/options.ts';
import { readYesNo } from './answers/yes-no.ts';
import { findCommand } from './commands.ts';
import { findIntents } from './intents.ts';

interface Line {
  readonly id: unknown;
  readonly text: string;
  readonly type: unknown;
  readonly options: unknown;
}

const readers = { yesno: readYesNo, money: readMoney, name: readName } as const;

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
    return { id: value.id, text: value.text, type, options: 'options' in value ? value.options : undefined };
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
  const reader = Object.entries(readers).find(([type]) => type === line.type)?.[1];
  if (reader === undefined) return { value: null, error: 'type not supported yet' };
  return { ...(reader(line.text) ?? { value: null }) };
}

function choiceOf({ text, options }: Line): number | null {
  if (findCommand(text) === 'back') return 0;
  const count = typeof options === 'number' ? options : 0;
  const position = readPosition(text, count);
  return position === undefined || position > count ? null : position;
}
