import { shownOnTelegram, shownOnZalo, type Shown } from './platform.ts';
import type { Fakes, Update } from './platform.ts';
import type { Recording, Tally } from './recording.ts';
import type { Expected } from './reference.ts';

/** What went wrong on purpose. `reach`: milliseconds before it in which a message may have been in the air. */
export interface Mishap {
  readonly from: number;
  readonly until: number;
}

export interface Evidence {
  readonly people: readonly { readonly id: string; readonly channel: 'telegram' | 'zalo'; readonly updates: readonly Update[] }[];
  readonly fakes: Fakes;
  readonly recording: Recording;
  readonly expected: Expected;
  readonly untaken: readonly Update[];
  readonly mishaps: readonly Mishap[];
  /** Replies that were put away on purpose, since a newer question made them worthless while the platform was away. */
  readonly superseded: number;
}

/** Counts; all must be 0 except `repeatedInTheAir`, which says how often a reply came twice because nobody could know. */
export interface Verdict {
  readonly messagesLost: number;
  readonly repliesLost: number;
  readonly stepsTwice: number;
  readonly outOfOrder: number;
  readonly wrongReplies: number;
  readonly stuck: number;
  readonly wrongStep: number;
  readonly tickets: number;
  readonly appointments: number;
  readonly waitsMissed: number;
  readonly waitsTwice: number;
  readonly repeatedWithoutCause: number;
  readonly repeatedInTheAir: number;
}

/** Milliseconds before a mishap in which a message that was taken may still have been in the air. */
const inTheAir = 1_500;

export function judge({ people, fakes, recording, expected, untaken, mishaps, superseded }: Evidence, explain: (line: string) => void): Verdict {
  const kept = new Set(recording.rows.map(({ updateId }) => updateId));
  const lost = people.flatMap(({ updates }) => updates).filter(({ id }) => !kept.has(id) );
  for (const { channel, id } of lost) explain(`message lost: ${channel} ${id}`);
  const chats = people.map(({ id, channel }) => {
    const found = compareChat(seen(fakes, channel, id), seen(expected.fakes, channel, id), mishaps);
    for (const line of found.lines) explain(`${channel} ${id}: ${line}`);
    return found;
  });
  const sum = (read: (chat: ChatVerdict) => number): number => chats.reduce((total, chat) => total + read(chat), 0);
  const differing = (read: (tally: Tally) => number, name: string): number => countDiffering(recording.tallies, expected.tallies, read, name, explain);
  return {
    messagesLost: lost.length - lost.filter((update) => untaken.includes(update)).length + untaken.length,
    repliesLost: Math.max(0, sum((chat) => chat.lost) - superseded),
    stepsTwice: differing(({ questions, calls }) => questions * 1_000 + calls, 'questions and calls'),
    outOfOrder: sum(({ outOfOrder }) => outOfOrder),
    wrongReplies: sum(({ wrong }) => wrong),
    stuck: recording.rows.filter(({ state }) => state !== 'done').length + recording.unsent,
    wrongStep: differing(({ sessions }) => sessions, 'sessions'),
    tickets: differing(({ tickets }) => tickets, 'tickets'),
    appointments: differing(({ appointments }) => appointments, 'appointments'),
    waitsMissed: recording.waitsMissed,
    waitsTwice: doubledWaits(recording),
    repeatedWithoutCause: sum(({ repeatedWithoutCause }) => repeatedWithoutCause),
    repeatedInTheAir: sum(({ repeatedInTheAir }) => repeatedInTheAir),
  };
}

/** True when nothing is counted that must not be. */
export function isClean({ repeatedInTheAir: _allowed, ...forbidden }: Verdict): boolean {
  return Object.values(forbidden).every((count) => count === 0);
}

interface ChatVerdict {
  readonly lost: number;
  readonly wrong: number;
  readonly outOfOrder: number;
  readonly repeatedWithoutCause: number;
  readonly repeatedInTheAir: number;
  readonly lines: readonly string[];
}

/** Holds a chat as it was seen against what it should have been. */
export function compareChat(actual: readonly Shown[], expected: readonly Shown[], mishaps: readonly Mishap[]): ChatVerdict {
  const found = { lost: 0, wrong: 0, outOfOrder: 0, repeatedWithoutCause: 0, repeatedInTheAir: 0 };
  const lines: string[] = [];
  const wanted = expected.map(nameOf);
  const missing: string[] = [];
  const lastSeen = new Map<string, number>();
  let next = 0;
  for (const message of actual) {
    const name = nameOf(message);
    const before = lastSeen.get(name);
    lastSeen.set(name, message.at);
    const place = wanted.indexOf(name, next);
    if (place === next) {
      next += 1;
    } else if (missing.includes(name)) {
      missing.splice(missing.indexOf(name), 1);
      found.outOfOrder += 1;
      lines.push(`came too late: ${excerpt(name)}`);
    } else if (before !== undefined && message.at - before < repeatWithin) {
      const hasCause = mishaps.some(({ from, until }) => from <= message.at && until >= before - inTheAir);
      found[hasCause ? 'repeatedInTheAir' : 'repeatedWithoutCause'] += 1;
      if (!hasCause) lines.push(`came again without a cause: ${excerpt(name)}`);
    } else if (place > next) {
      missing.push(...wanted.slice(next, place));
      next = place + 1;
    } else {
      found.wrong += 1;
      lines.push(`should not have come: ${excerpt(name)}; should: ${excerpt(wanted[next] ?? 'nothing')}`);
    }
  }
  missing.push(...wanted.slice(next));
  for (const name of missing) lines.push(`never came: ${excerpt(name)}`);
  return { ...found, lost: missing.length, lines };
}

/** A repeat comes within the longest outage and the wait for the next try. Milliseconds. */
const repeatWithin = 120_000;

/** Numbers of requests and codes for joining are drawn by lot, those of tickets count everybody's: only their shape can be compared. */
const byChance = /\b\d{3}( \d{3})+\b|(?<=Mã nối: |[Cc]ode: )\d{4} \d{4}|(?<=ghi số |ghi lại, số |[Nn]umber )\d+/g;

function nameOf({ text, buttons, picture }: Shown): string {
  return JSON.stringify([text.replaceAll(byChance, '#'), buttons, picture]);
}

function excerpt(name: string): string {
  return name.slice(0, 90);
}

function seen(fakes: Fakes, channel: 'telegram' | 'zalo', person: string): readonly Shown[] {
  return channel === 'telegram' ? shownOnTelegram(fakes.telegram, person) : shownOnZalo(fakes.zalo, person);
}

function countDiffering(actual: readonly Tally[], expected: readonly Tally[], read: (tally: Tally) => number, what: string, explain: (line: string) => void): number {
  const wanted = new Map(expected.map((tally) => [tally.platformId, read(tally)]));
  const wrong = actual.filter((tally) => wanted.get(tally.platformId) !== read(tally));
  for (const tally of wrong) explain(`${tally.platformId}: ${what} ${read(tally)}, expected ${wanted.get(tally.platformId) ?? 'none'}`);
  return wrong.length;
}

function doubledWaits({ rows }: Recording): number {
  const fired = rows.filter(({ channel, question }) => channel === 'internal' && question !== null).map(({ contact, question }) => `${contact} ${question}`);
  return fired.length - new Set(fired).size;
}
