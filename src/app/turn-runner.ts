import type { Database, Queryable } from '../store/database.ts';
import { isUniqueViolation } from '../store/contacts.ts';
import { commitTurns, writtenRows, type WonTurn } from '../store/commit-turns.ts';
import { loadFlowVersions } from '../store/flow-versions.ts';
import { maskSensitive } from '../store/messages.ts';
import { isPending, savePending } from '../store/pending.ts';
import type { Sealer } from '../store/seal.ts';
import { loadContacts, lockContact, recentName, type InboundKey, type LoadedContact, type Turn } from '../store/turns.ts';
import { coverSecrets } from './cover-secrets.ts';
import { decide, type Conversation, type Decision, type Incoming } from './decide.ts';
import type { Ready } from './deliver.ts';
import { createLanes, toError } from './lanes.ts';
import { createLimit } from './limit.ts';
import { ownDataOf, type Agenda } from './own-data.ts';
import { remindOfUnfinished } from './reminders/unfinished.ts';
import { maskRendered, type RenderedMessage } from './render.ts';
import { holdsSensitive, toTurn } from './turn.ts';

/** One thing that a contact's lane has to handle. */
export interface TurnWork {
  readonly contact: number;
  readonly address: number;
  readonly channel: string;
  readonly inbound: InboundKey & { readonly pendingRow?: number };
  readonly incoming: Incoming;
  readonly receivedAt: Date;
}

/**
 * `done`: committed. `duplicate`: this update was handled before. `queued`: saved behind messages that wait already.
 * `gone`: the contact was erased meanwhile, or joined with another.
 */
export type TurnOutcome = 'done' | 'duplicate' | 'queued' | 'gone';

/** Something new lies in the outbox of an address. */
export interface OutboxNews {
  readonly address: number;
  /** This process holds its lease. */
  readonly isMine: boolean;
  /** All that waits there, where it is known. */
  readonly ready?: Ready;
}

/** What happens after a commit; none of it can make the commit undone. */
export interface AfterTurn {
  deliver(news: OutboxNews): void;
  schedule(agenda: Agenda): void;
  record(records: Decision['records']): void;
  /** Messages of this contact wait in the table. */
  drain(contact: number): void;
}

export interface TurnRunnerSettings {
  readonly database: Database;
  readonly sealer: Sealer;
  readonly conversation: Conversation;
  /** Name of this process as a holder of leases. */
  readonly owner: string;
  readonly clock: () => Date;
  readonly after: AfterTurn;
}

export interface TurnRunner {
  /** Runs one turn in the lane of its contact. Rejects when it failed; nothing of it is written then. */
  run(work: TurnWork): Promise<TurnOutcome>;
  /** Resolves when no turn is waiting or under way. */
  idle(): Promise<void>;
}

/** The embedded database has one session; a server takes groups of two lanes at once. */
const groupsAtOnce = { embedded: 1, server: 2 } as const;

/** Each holds a connection for its transaction; the heartbeat and the groups need some of the ten, too. */
const aloneAtOnce = 6;

export function createTurnRunner(settings: TurnRunnerSettings): TurnRunner {
  const limit = createLimit(aloneAtOnce);
  const alone = async (work: TurnWork): Promise<TurnOutcome | Error> => {
    const outcome = await limit(() => runAlone(settings, work)).catch(toError);
    if (outcome === 'queued') settings.after.drain(work.contact);
    return outcome;
  };
  const lanes = createLanes<TurnWork, TurnOutcome>({
    laneOf: ({ contact }) => contact,
    compare: byPlatformOrder,
    handle: (works) => runGroup(settings, works, alone),
    groups: groupsAtOnce[settings.database.kind],
    groupSize: 64,
  });
  return { run: (work) => lanes.add(work), idle: () => lanes.idle() };
}

/** Messages that wait together go in the order in which the platform numbered or timed them. */
function byPlatformOrder(a: TurnWork, b: TurnWork): number {
  if (a.incoming.kind !== 'message' || b.incoming.kind !== 'message') return 0;
  if (a.inbound.channel !== b.inbound.channel || a.inbound.pendingRow !== undefined || b.inbound.pendingRow !== undefined) return 0;
  const order = Number(a.inbound.updateId) - Number(b.inbound.updateId);
  if (Number.isSafeInteger(order)) return order;
  return a.incoming.message.sentAt - b.incoming.message.sentAt;
}

type Prepared = { readonly work: TurnWork; readonly turn: Turn; readonly decision: Decision };

type Landing = TurnOutcome | Error | Promise<TurnOutcome | Error>;

/** Runs one turn of each of several contacts: simple ones go together in one commit, the others alone. */
async function runGroup(settings: TurnRunnerSettings, works: readonly TurnWork[], alone: (work: TurnWork) => Promise<TurnOutcome | Error>): Promise<readonly Landing[]> {
  const contacts = await loadContacts(settings.database, settings.sealer, works.map(({ contact }) => contact)).catch(toError);
  // One session that cannot be read must not take the others of its group with it.
  if (contacts instanceof Error) return works.map(alone);
  const first = await Promise.all(works.map((work) => prepare(settings, work, contacts.get(work.contact)).catch(toError)));
  const grouped = first.filter((outcome): outcome is Prepared => typeof outcome === 'object' && 'turn' in outcome);
  const won = await commitGroup(settings, grouped);
  return works.map((work, index) => {
    const outcome = first[index] ?? new Error('Expected an outcome for each turn');
    if (outcome === 'alone') return alone(work);
    if (typeof outcome === 'string' || outcome instanceof Error) return outcome;
    return won.has(outcome) ? 'done' : alone(work);
  });
}

/** Decides a turn as far as it goes without a transaction. */
async function prepare(
  { database, sealer, conversation, clock, after }: TurnRunnerSettings,
  work: TurnWork,
  contact: LoadedContact | undefined,
): Promise<Prepared | 'alone' | Exclude<TurnOutcome, 'done'>> {
  const refused = await refuse(database, sealer, work, contact, false);
  if (refused === 'queued') after.drain(work.contact);
  if (refused || !contact) return refused ?? 'gone';
  await learnVersions(database, conversation, contact);
  const place = { address: work.address, at: clock(), staffUntil: staffUntil(contact, work) };
  const decision = await decide(conversation, contact.session, work.incoming, work.receivedAt, undefined, place);
  if (decision === 'needs_transaction' || endsSensitive(conversation, contact, decision)) return 'alone';
  return { work, decision, turn: toTurn({ ...work, contact, now: clock() }, decision, remindOfUnfinished(conversation, decision, work.receivedAt)) };
}

/** Until when staff talk with the person where this message came from. */
function staffUntil({ staffTalk }: LoadedContact, { address }: TurnWork): Date | undefined {
  return staffTalk?.address === address ? staffTalk.until : undefined;
}

/** A newer program may have started this chat while we are still running; its flows are in the database. */
async function learnVersions(database: Queryable, { library }: Conversation, { session }: LoadedContact): Promise<void> {
  if (session.frames.every(({ flow, hash }) => library.find(flow, hash))) return;
  library.learn(await loadFlowVersions(database));
}

/** Reasons not to run a turn at all. `isHeld`: the contact's row is, so that nothing can change any more. */
async function refuse(
  database: Queryable,
  sealer: Sealer,
  work: TurnWork,
  contact: LoadedContact | undefined,
  isHeld: boolean,
): Promise<Exclude<TurnOutcome, 'done'> | undefined> {
  // An address that was joined with others, or cut loose by an erasure, is no longer this contact's.
  if (!contact?.addresses.includes(work.address)) return 'gone';
  // A process that was taken for dead may have answered it meanwhile. While nothing is held the commit itself looks.
  if (work.inbound.pendingRow !== undefined) return isHeld && !(await isPending(database, work.inbound.pendingRow)) ? 'duplicate' : undefined;
  if (contact.recentUpdates.includes(recentName(work.inbound))) return 'duplicate';
  if (contact.pending === 0) return undefined;
  const saved = await savePending(database, sealer, [toPending(work)]);
  return saved.has(work.contact) ? 'queued' : 'gone';
}

/** A work as it waits in the inbound table, without the secrets in it; a number that may be the answer stays. */
export function toPending(work: TurnWork): Parameters<typeof savePending>[2][number] {
  const { contact, address, receivedAt, incoming } = work;
  const { channel, account, updateId } = work.inbound;
  return { channel, account, updateId, contact, address, receivedAt, payload: coverIncoming(incoming, 'unread') };
}

/** The same without what `coverSecrets` takes out. */
export function coverIncoming(incoming: Incoming, keep?: 'unread'): Incoming {
  if (incoming.kind === 'event') return keep || incoming.event.type !== 'call_finished' ? incoming : { ...incoming, event: { ...incoming.event, values: {} } };
  const { message, covered } = coverSecrets(incoming.message, keep);
  return { ...incoming, message, covered: [...(incoming.covered ?? []), ...covered] };
}

/** Commits what can go together; a group that fails as a whole is redone turn by turn. Returns those that won. */
async function commitGroup(settings: TurnRunnerSettings, prepared: readonly Prepared[]): Promise<ReadonlySet<object>> {
  if (prepared.length === 0) return new Set();
  const since = performance.now();
  try {
    const winners = await commitTurns(settings.database, settings.sealer, settings.owner, prepared.map(({ turn }) => turn));
    const wins = new Map(winners.map((win) => [win.contact, win]));
    const won = prepared.filter(({ work, turn, decision }) => {
      const win = wins.get(work.contact);
      if (win) finish(settings, { turn, decision, win, since });
      return win !== undefined;
    });
    return new Set(won);
  } catch {
    return new Set();
  }
}

/** Runs one turn in its own transaction, with the contact's row held; used for everything that is not simple. */
async function runAlone(settings: TurnRunnerSettings, work: TurnWork): Promise<TurnOutcome> {
  const { database, sealer, conversation, owner, clock } = settings;
  const agenda: Agenda = { waits: [], calls: [], reminders: [], links: [], seats: [] };
  try {
    const done = await database.transaction(async (transaction) => {
      const contact = await lockContact(transaction, sealer, work.contact);
      const refused = await refuse(transaction, sealer, work, contact, true);
      if (refused || !contact) return refused ?? 'gone';
      await learnVersions(transaction, conversation, contact);
      const ownData = ownDataOf(transaction, sealer, conversation, { ...work, now: work.receivedAt }, agenda);
      const place = { address: work.address, at: clock(), staffUntil: staffUntil(contact, work) };
      const decision = await decide(conversation, contact.session, work.incoming, work.receivedAt, ownData, place);
      if (decision === 'needs_transaction') throw new Error('Expected a turn inside a transaction to need no other one');
      if (endsSensitive(conversation, contact, decision)) await maskSensitive(transaction, sealer, contact.id, maskPayload);
      const turn = toTurn({ ...work, contact, now: clock() }, decision, remindOfUnfinished(conversation, decision, work.receivedAt));
      const since = performance.now();
      const [win] = await commitTurns(transaction, sealer, owner, [turn]);
      if (!win) throw new Error('Expected a contact whose row is held to win');
      return { turn, decision, win, since };
    });
    if (typeof done === 'string') return done;
    finish(settings, done);
    settings.after.schedule(agenda);
    return 'done';
  } catch (error) {
    if (isUniqueViolation(error)) return 'duplicate';
    throw error;
  }
}

interface Committed {
  readonly turn: Turn;
  readonly decision: Decision;
  readonly win: WonTurn;
  /** When the commit was begun, by `performance.now()`. */
  readonly since: number;
}

function finish({ after }: TurnRunnerSettings, { turn, decision, win, since }: Committed): void {
  const ready = win.isNext ? { ready: { to: win.to, rows: writtenRows(turn, win), since } } : {};
  if (turn.outbound.length > 0) after.deliver({ address: turn.address, isMine: win.holdsLease, ...ready });
  after.record(decision.records);
}

/** The turn empties the last slot with a number that may not stay: the messages that show it are masked with it. */
function endsSensitive({ library }: Conversation, contact: LoadedContact, { session }: Decision): boolean {
  const isSensitive = (flow: string, hash: string, slot: string): boolean =>
    library.find(flow, hash)?.slots[slot]?.sensitive === true;
  return holdsSensitive(contact.session, isSensitive) && !holdsSensitive(session, isSensitive);
}

/** Messages are written by `toTurn` only, so their shape is known. */
export function maskPayload(payload: unknown): unknown {
  return maskRendered(payload as RenderedMessage);
}
