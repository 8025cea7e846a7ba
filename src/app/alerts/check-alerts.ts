import type { Event } from '../../core/mod.ts';
import { alertPlaces, dropAlertsOfOthers, holdAlerts, saveAlert, type AlertPlace, type StoredAlert } from '../../store/alerts.ts';
import type { Queryable } from '../../store/database.ts';
import { savePending, type NewPending } from '../../store/pending.ts';
import type { Assistant } from '../assistant.ts';
import { internalPending } from '../internal-pending.ts';
import { readDatabase } from './read-database.ts';
import type { Reading } from './reading.ts';

/** Trouble that lasts is told of once more after this time. Milliseconds. */
const remindAfter = 24 * 3_600_000;

type Phase = Extract<Event, { type: 'alert_changed' }>['phase'];

/**
 * Looks for trouble and tells administrators of it: when it begins, once more when it lasts, and when it is over. What
 * was told stands in the table, so neither another process nor a restart tells it again. Never rejects.
 */
export async function checkAlerts(assistant: Assistant): Promise<void> {
  const { database, log, inbound } = assistant;
  try {
    // Before the transaction: a platform may take its time.
    const watched = await lookOutside(assistant);
    const contacts = await database.transaction((transaction) => judge(transaction, assistant, watched));
    await Promise.all(contacts.map((contact) => inbound.drain(contact)));
  } catch (fault) {
    log.warn('alerts_not_checked', { fault });
  }
}

async function lookOutside({ watches = [], log }: Assistant): Promise<readonly Reading[]> {
  const looked = await Promise.allSettled(watches.map((watch) => watch()));
  return looked.flatMap((each) => {
    if (each.status === 'fulfilled') return each.value;
    log.info('watch_failed', { fault: each.reason });
    return [];
  });
}

/** Returns the contacts that have word of it waiting. */
async function judge(transaction: Queryable, assistant: Assistant, watched: readonly Reading[]): Promise<readonly number[]> {
  const stored = await holdAlerts(transaction);
  if (!stored) return [];
  const [channels, now] = [assistant.channels.map(({ id }) => id), assistant.clock()];
  await dropAlertsOfOthers(transaction, channels);
  const readings = [...watched, ...(await readDatabase(transaction, { stored, channels, now }))];
  const places = (await alertPlaces(transaction)).filter(({ channel }) => channels.includes(channel));
  const words: NewPending[] = [];
  for (const reading of readings) {
    const before = stored.find(({ kind, channel }) => kind === reading.kind && channel === reading.channel);
    const phase = phaseOf(before, reading, now);
    if (phase) words.push(...(await settle(transaction, assistant, { reading, before, phase, to: placesFor(places, reading.channel), now })));
  }
  // All at once, which holds the contacts in their order: one after the other two processes could wait for each other in a ring.
  const saved = words.length > 0 ? await savePending(transaction, assistant.sealer, words) : new Set<number>();
  return [...saved];
}

/** What there is to tell about it now. */
function phaseOf(before: StoredAlert | undefined, { level }: Reading, now: Date): Phase | undefined {
  if (!before?.beganAt) return level === 'bad' ? 'began' : undefined;
  if (level === 'good') return 'ended';
  if (!before.toldAt) return 'began';
  return !before.remindedAt && now.getTime() - before.toldAt.getTime() >= remindAfter ? 'lasts' : undefined;
}

/**
 * A channel in trouble may not bring word of it, so chats elsewhere hear of it, and those on it only where there is no
 * other. The page in the browser does not call anybody, so it never counts as the only other.
 */
function placesFor(places: readonly AlertPlace[], broken: string): readonly AlertPlace[] {
  const elsewhere = places.filter(({ channel }) => channel !== broken);
  return elsewhere.some(({ channel }) => channel !== 'web') ? elsewhere : places;
}

interface Change {
  readonly reading: Reading;
  readonly before: StoredAlert | undefined;
  readonly phase: Phase;
  readonly to: readonly AlertPlace[];
  readonly now: Date;
}

/** Writes down how it stands now. Returns the words that administrators shall have of it. */
async function settle(transaction: Queryable, assistant: Assistant, change: Change): Promise<readonly NewPending[]> {
  const { reading, before, phase, to, now } = change;
  const isNews = phase !== 'began' || !before?.beganAt;
  // Trouble of which nobody could be told yet, and still nobody can.
  if (!isNews && to.length === 0) return [];
  const told = phase === 'ended' && !before?.toldAt ? [] : to;
  const { id, version } = await saveAlert(transaction, { ...reading, ...nextState(change) });
  if (isNews) note(assistant, change, told.length);
  const word = (address: number): string => `alert_changed-${id}-${version}-${address}`;
  return told.map(({ contact, address }) => internalPending(toEvent(change), word(address), contact, address, now));
}

function nextState({ before, phase, to, now }: Change): Pick<StoredAlert, 'beganAt' | 'toldAt' | 'remindedAt'> {
  if (phase === 'ended') return { beganAt: null, toldAt: null, remindedAt: null };
  if (phase === 'lasts') return { beganAt: before?.beganAt ?? now, toldAt: before?.toldAt ?? null, remindedAt: now };
  return { beganAt: before?.beganAt ?? now, toldAt: to.length > 0 ? now : null, remindedAt: null };
}

function note({ log }: Assistant, { reading: { kind, channel }, phase }: Change, told: number): void {
  const fields = { alert: kind, ...(channel ? { channel } : {}), told };
  if (phase === 'ended') log.info('alert_ended', fields);
  else log.warn(`alert_${phase}`, fields);
}

function toEvent({ reading: { kind, channel, count = 0 }, phase, now }: Change): Event {
  return { type: 'alert_changed', alert: kind, phase, channel, count, at: now.getTime() };
}
