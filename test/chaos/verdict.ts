import { compareChat, type ChatVerdict, type Mishap } from './compare-chat.ts';
import { shownOnTelegram, shownOnZalo, type ChannelName, type Fakes, type Shown, type Update } from './platform.ts';
import type { Recording, Tally } from './recording.ts';
import type { Expected } from './reference.ts';

export interface Evidence {
  readonly people: readonly { readonly id: string; readonly channel: ChannelName; readonly updates: readonly Update[] }[];
  readonly fakes: Fakes;
  readonly recording: Recording;
  readonly expected: Expected;
  readonly untaken: readonly Update[];
  readonly mishaps: readonly Mishap[];
  /** Replies that were put away on purpose: a newer question made them worthless, or the platform said that the chat is closed. */
  readonly putAway: number;
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
  readonly waits: number;
  readonly repeatedWithoutCause: number;
  readonly repeatedInTheAir: number;
}

/** Counts what was promised and not kept, and explains each with a line. */
export function judge({ people, fakes, recording, expected, untaken, mishaps, putAway }: Evidence, explain: (line: string) => void): Verdict {
  const kept = new Set(recording.rows.map(({ updateId }) => updateId));
  const lost = new Set([...people.flatMap(({ updates }) => updates).filter(({ id }) => !kept.has(id)), ...untaken].map(({ channel, id }) => `${channel} ${id}`));
  for (const update of lost) explain(`message lost: ${update}`);
  const chats = people.map(({ id, channel }) => {
    const found = compareChat(seen(fakes, channel, id), seen(expected.fakes, channel, id), mishaps.filter(({ person = id }) => person === id), expected.urgent);
    for (const line of found.lines) explain(`${channel} ${id}: ${line}`);
    return found;
  });
  const sum = (read: (chat: ChatVerdict) => number): number => chats.reduce((total, chat) => total + read(chat), 0);
  const differing = (what: string, read: (tally: Tally) => unknown): number => countDiffering(recording.tallies, expected.tallies, { what, read, explain });
  return {
    messagesLost: lost.size,
    repliesLost: Math.max(0, sum((chat) => chat.lost) - putAway),
    stepsTwice: differing('questions and calls', ({ questions, calls }) => `${questions} and ${calls}`),
    outOfOrder: sum(({ outOfOrder }) => outOfOrder),
    wrongReplies: sum(({ wrong }) => wrong),
    stuck: recording.rows.filter(({ state }) => state !== 'done').length + recording.unsent,
    wrongStep: differing('sessions and flow', ({ sessions, flow }) => `${sessions} and ${flow ?? 'none'}`),
    tickets: differing('tickets', ({ tickets }) => tickets),
    appointments: differing('appointments', ({ appointments }) => appointments),
    waits: recording.waitsMissed + doubledWaits(recording) + differing('waits', ({ waits }) => waits),
    repeatedWithoutCause: sum(({ repeatedWithoutCause }) => repeatedWithoutCause),
    repeatedInTheAir: sum(({ repeatedInTheAir }) => repeatedInTheAir),
  };
}

/** True when nothing is counted that must not be. */
export function isClean({ repeatedInTheAir: _allowed, ...forbidden }: Verdict): boolean {
  return Object.values(forbidden).every((count) => count === 0);
}

function seen(fakes: Fakes, channel: ChannelName, person: string): readonly Shown[] {
  return channel === 'telegram' ? shownOnTelegram(fakes.telegram, person) : shownOnZalo(fakes.zalo, person);
}

interface Comparison {
  readonly what: string;
  readonly read: (tally: Tally) => unknown;
  readonly explain: (line: string) => void;
}

function countDiffering(actual: readonly Tally[], expected: readonly Tally[], { what, read, explain }: Comparison): number {
  const wanted = new Map(expected.map((tally) => [tally.platformId, read(tally)]));
  const wrong = actual.filter((tally) => wanted.get(tally.platformId) !== read(tally));
  for (const tally of wrong) explain(`${tally.platformId}: ${what} ${String(read(tally))}, expected ${String(wanted.get(tally.platformId))}`);
  return wrong.length;
}

function doubledWaits({ rows }: Recording): number {
  const fired = rows.filter(({ channel, question }) => channel === 'internal' && question !== null).map(({ contact, question }) => `${contact} ${question}`);
  return fired.length - new Set(fired).size;
}
