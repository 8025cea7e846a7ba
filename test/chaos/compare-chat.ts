import { align } from './align.ts';
import type { Shown } from './platform.ts';

/** Something that can make a message come twice: what was in the air meanwhile may or may not have arrived. Epoch milliseconds. */
export interface Mishap {
  readonly from: number;
  readonly until: number;
  /** Whose message was in the air; without it everybody's. */
  readonly person?: string;
}

/** What is wrong with somebody's chat. */
export interface ChatVerdict extends Faults {
  /** One for each fault, for people. */
  readonly lines: readonly string[];
}

interface Faults {
  readonly lost: number;
  readonly wrong: number;
  readonly outOfOrder: number;
  readonly repeatedWithoutCause: number;
  readonly repeatedInTheAir: number;
}

/** A message with its place in the whole chat. */
interface Placed {
  readonly message: Shown;
  readonly place: number;
}

/** Faults of one line of messages, and for each that was expected the place where it should have been. */
interface Line extends ChatVerdict {
  readonly expectedPlaces: ReadonlyMap<number, number>;
}

/**
 * Holds a chat as it was seen against what it should have been, written down in the order of the turns. Texts about danger,
 * named in `urgent`, may come before their place and never after it; all others come in order.
 */
export function compareChat(actual: readonly Shown[], expected: readonly Shown[], mishaps: readonly Mishap[], urgent: ReadonlySet<string> = new Set()): ChatVerdict {
  const isUrgent = ({ message }: Placed): boolean => urgent.has(message.text);
  const isCalm = (placed: Placed): boolean => !isUrgent(placed);
  const [seen, wanted] = [withPlaces(actual), withPlaces(expected)];
  const inTheAir = (first: number, again: number): boolean => wasInTheAir(actual, first, again, mishaps);
  const calm = compareLine(seen.filter(isCalm), wanted.filter(isCalm), inTheAir);
  const danger = compareLine(seen.filter(isUrgent), wanted.filter(isUrgent), inTheAir);
  const late = findOvertaken(seen, calm, danger);
  return {
    lost: calm.lost + danger.lost,
    wrong: calm.wrong + danger.wrong,
    outOfOrder: calm.outOfOrder + danger.outOfOrder + late.length,
    repeatedWithoutCause: calm.repeatedWithoutCause + danger.repeatedWithoutCause,
    repeatedInTheAir: calm.repeatedInTheAir + danger.repeatedInTheAir,
    lines: [...calm.lines, ...danger.lines, ...late.map(({ message }) => `danger was overtaken: ${excerpt(nameOf(message))}`)],
  };
}

function withPlaces(chat: readonly Shown[]): readonly Placed[] {
  return chat.map((message, place) => ({ message, place }));
}

/** Texts about danger that came after something that was written later. */
function findOvertaken(seen: readonly Placed[], calm: Line, danger: Line): readonly Placed[] {
  let furthest = -1;
  return seen.filter(({ place }) => {
    furthest = Math.max(furthest, calm.expectedPlaces.get(place) ?? -1);
    return (danger.expectedPlaces.get(place) ?? Infinity) < furthest;
  });
}

/** A repeat comes within the longest outage and the wait for the next try. Milliseconds. */
const repeatWithin = 120_000;

/** What arrived so long before or after a mishap was not in the air. Milliseconds; generous, since a machine may be slow. */
const longestFlight = 10_000;

/**
 * True when the message at `first` may have been in the air at a mishap before it came again at `again`. Messages to a chat
 * go one by one, so that was either the last one before the mishap or the first one after it.
 */
function wasInTheAir(chat: readonly Shown[], first: number, again: number, mishaps: readonly Mishap[]): boolean {
  const timeOf = (place: number, none: number): number => chat[place]?.at ?? none;
  const at = timeOf(first, 0);
  return mishaps.some(({ from, until }) => {
    const isNear = from - longestFlight <= at && at <= until + longestFlight && from <= timeOf(again, Infinity);
    const isLastBefore = at <= until && timeOf(first + 1, Infinity) >= from;
    const isFirstAfter = at >= from && timeOf(first - 1, -Infinity) <= until;
    return isNear && (isLastBefore || isFirstAfter);
  });
}

/** Matches as many as it can; what is left over is explained one by one. */
function compareLine(actual: readonly Placed[], expected: readonly Placed[], inTheAir: (first: number, again: number) => boolean): Line {
  const found = { lost: 0, wrong: 0, outOfOrder: 0, repeatedWithoutCause: 0, repeatedInTheAir: 0 };
  const lines: string[] = [];
  const names = actual.map(({ message }) => nameOf(message));
  const wanted = expected.map(({ message }) => nameOf(message));
  const { matched, extra, missing: left } = align(names, wanted);
  const missing = [...left];
  const pairs = [...matched];
  for (const index of extra) {
    const late = missing.findIndex((each) => wanted[each] === names[index]);
    const repeat = explainRepeat(actual, names, index, inTheAir);
    const fault = repeat === 'repeatedInTheAir' ? repeat : late >= 0 ? 'outOfOrder' : (repeat ?? 'wrong');
    if (fault === 'outOfOrder') pairs.push(...missing.splice(late, 1).map((each): [number, number] => [index, each]));
    if (fault !== 'repeatedInTheAir') lines.push(`${inWords[fault]}: ${excerpt(names[index] ?? '')}`);
    found[fault] += 1;
  }
  for (const each of missing) lines.push(`never came: ${excerpt(wanted[each] ?? '')}`);
  const expectedPlaces = new Map(pairs.map(([here, there]) => [actual[here]?.place ?? -1, expected[there]?.place ?? -1]));
  return { ...found, lost: missing.length, lines, expectedPlaces };
}

const inWords = { wrong: 'should not have come', outOfOrder: 'came out of order', repeatedWithoutCause: 'came again without a cause' } as const;

/** What kind of repeat a message is, if it is one at all. */
function explainRepeat(
  actual: readonly Placed[],
  names: readonly string[],
  index: number,
  inTheAir: (first: number, again: number) => boolean,
): 'repeatedInTheAir' | 'repeatedWithoutCause' | undefined {
  const [again, first] = [actual[index], index === 0 ? undefined : actual[names.lastIndexOf(names[index] ?? '', index - 1)]];
  if (!again || !first || again.message.at - first.message.at >= repeatWithin) return undefined;
  return inTheAir(first.place, again.place) ? 'repeatedInTheAir' : 'repeatedWithoutCause';
}

/** Numbers of requests and codes for joining are drawn by lot, those of tickets count everybody's: only their shape can be compared. */
const byChance = /\b\d{3}( \d{3})+\b|(?<=Mã nối: |[Cc]ode: )\d{4} \d{4}|(?<=ghi số |ghi lại, số |[Nn]umber )\d+/g;

function nameOf({ text, buttons, picture }: Shown): string {
  return JSON.stringify([text.replaceAll(byChance, '#'), buttons, picture]);
}

function excerpt(name: string): string {
  return name.slice(0, 90);
}
