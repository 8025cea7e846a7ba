import type { Slots } from '../../core/mod.ts';
import type { Database, Queryable } from '../../store/database.ts';
import { endReminders, holdDueReminders, moveReminders, type DueReminder, type ReminderMove } from '../../store/due-reminders.ts';
import { savePending, type NewPending, type PendingMessage } from '../../store/pending.ts';
import type { Reminder, ReminderOutcome } from '../../store/reminders.ts';
import type { Sealer } from '../../store/seal.ts';
import { saveTaken } from '../../store/taken-pending.ts';
import type { Log } from '../log.ts';
import { nextAllowed } from './allowed-time.ts';
import { reminderPending } from './reminder-event.ts';
import type { FiringContext, FiringReminder, ReminderKind, ReminderKinds, Verdict } from './reminder-kind.ts';
import { findRoutes, type Route } from './route.ts';
import type { Told as WayTold, WaySettings } from './situation.ts';

export interface FiringSettings extends WaySettings {
  readonly database: Database;
  readonly kinds: ReminderKinds;
  readonly isService: (flow: string) => boolean;
  /** Name of this process. */
  readonly owner: string;
  readonly log: Log;
}

/** A reminder that is on its way to be told. */
export interface Fired {
  readonly kind: string;
  readonly dueAt: Date;
}

export interface FiredBatch {
  /** How many were looked at; fewer than the limit: nothing more is due. */
  readonly held: number;
  /** Events that this process has to handle at once, and what each is about. */
  readonly taken: readonly { readonly message: PendingMessage; readonly fired: Fired }[];
  /** Contacts whose event waits behind what they wrote. */
  readonly behind: readonly number[];
  readonly moved: readonly Reminder[];
  /** Those that do not go out as words where the person wrote last. */
  readonly fellBack: readonly { readonly kind: string; readonly means: string }[];
}

/** A kind that throws is asked again after a while, and not for ever. */
const retryAfter = 10 * 60_000;
const mostAttempts = 5;

/** What becomes of one reminder. */
interface Fate {
  readonly reminder: DueReminder;
  readonly verdict: Verdict | { readonly do: 'end'; readonly outcome: ReminderOutcome } | { readonly do: 'retry' };
}

/** Fires reminders due before `before`, at most `limit`, in one transaction: what it decides is stored before anything is told. */
export function fireBatch(settings: FiringSettings, before: Date, now: Date, limit: number): Promise<FiredBatch> {
  const { database } = settings;
  return database.transaction(async (transaction) => {
    const due = await holdDueReminders(transaction, before, limit);
    const judged = await judgeAll(settings, transaction, due, now);
    const routes = await findRoutes(transaction, settings, judged.flatMap(toldOf), now);
    const fates = judged.map((fate) => withoutWay(fate, routes));
    const moved = await settle(transaction, fates, now);
    const told = fates.flatMap(({ reminder, verdict }) => (verdict.do === 'tell' ? toldBy(reminder, routes.get(reminder.id), now) : []));
    const free = told.filter(({ isFree }) => isFree);
    const taken = await saveTaken(transaction, settings.sealer, settings.owner, free.map(({ pending }) => pending));
    const others = told.filter(({ isFree }) => !isFree);
    if (others.length > 0) await savePending(transaction, settings.sealer, others.map(({ pending }) => pending));
    const byKey = new Map(told.map(({ pending, fired }) => [pending.updateId, fired]));
    return {
      held: due.length,
      taken: taken.flatMap((message) => {
        const fired = byKey.get(message.updateId);
        return fired ? [{ message, fired }] : [];
      }),
      behind: others.map(({ pending }) => pending.contact),
      moved,
      fellBack: judged.flatMap(({ reminder: { id, kind } }) => {
        const route = routes.get(id);
        return route && route.means !== 'message' ? [{ kind, means: route.means }] : [];
      }),
    };
  });
}

async function judgeAll(settings: FiringSettings, transaction: Queryable, due: readonly DueReminder[], now: Date): Promise<readonly Fate[]> {
  const context: FiringContext = { transaction, now, isService: settings.isService };
  const fates: Fate[] = [];
  for (const name of new Set(due.map(({ kind }) => kind))) {
    fates.push(...(await judgeKind(settings, name, due.filter(({ kind }) => kind === name), context)));
  }
  return fates;
}

async function judgeKind({ kinds, sealer, log }: FiringSettings, name: string, reminders: readonly DueReminder[], context: FiringContext): Promise<readonly Fate[]> {
  const kind = kinds.get(name);
  // A newer program may have set it.
  if (!kind) return reminders.map((reminder) => retryOrFail(reminder, log, 'unknown_kind'));
  const readable = reminders.flatMap((reminder) => read(reminder, sealer) ?? []);
  const unreadable = reminders.filter((reminder) => !readable.some(({ row }) => row === reminder));
  const verdicts = await judgeSafely(kind, readable.map(({ firing }) => firing), context, log);
  const judged = readable.map(({ row }, index): Fate => {
    const verdict = verdicts?.[index];
    return verdict ? temper(kind, row, verdict, context.now) : retryOrFail(row, log, 'not_judged');
  });
  return [...judged, ...unreadable.map((reminder) => retryOrFail(reminder, log, 'unreadable'))];
}

/** Payloads are written by ourselves, so their shape is known. */
function read(row: DueReminder, sealer: Sealer): { readonly row: DueReminder; readonly firing: FiringReminder } | undefined {
  try {
    return { row, firing: { ...row, payload: sealer.unseal(row.payload) as Slots } };
  } catch {
    return undefined;
  }
}

/** A statement that fails ends the transaction, so only what a kind decides by itself can be caught here. */
async function judgeSafely(kind: ReminderKind, reminders: readonly FiringReminder[], context: FiringContext, log: Log): Promise<readonly Verdict[] | undefined> {
  await context.transaction.query('savepoint judging');
  try {
    const verdicts = await kind.judge(reminders, context);
    await context.transaction.query('release savepoint judging');
    return verdicts;
  } catch (fault) {
    await context.transaction.query('rollback to savepoint judging');
    log.error('reminders_not_judged', { kind: kind.kind, fault });
    return undefined;
  }
}

/** Nobody is reminded at night, at Tết, or where we cannot write to them. */
function temper({ onItsDay }: ReminderKind, reminder: DueReminder, verdict: Verdict, now: Date): Fate {
  if (verdict.do === 'stop') return { reminder, verdict: { do: 'end', outcome: 'not_wanted' } };
  const at = verdict.do === 'later' ? verdict.dueAt : now;
  const allowed = nextAllowed(at, onItsDay || reminder.onItsDay);
  if (allowed > now) return { reminder, verdict: { do: 'later', dueAt: allowed } };
  if (reminder.address === null) return { reminder, verdict: { do: 'end', outcome: 'unreachable' } };
  return { reminder, verdict };
}

function retryOrFail(reminder: DueReminder, log: Log, reason: string): Fate {
  log.warn('reminder_not_fired', { reminder: reminder.id, kind: reminder.kind, reason, attempts: reminder.attempts });
  return { reminder, verdict: reminder.attempts + 1 < mostAttempts ? { do: 'retry' } : { do: 'end', outcome: 'failed' } };
}

/** Writes what was decided. Returns those that come later. */
async function settle(transaction: Queryable, fates: readonly Fate[], now: Date): Promise<readonly Reminder[]> {
  const moves = fates.flatMap((fate) => moveOf(fate, now) ?? []);
  const moved = await moveReminders(transaction, moves);
  const stayed = new Set(moved.map(({ id }) => id));
  // On that day they hear of it already.
  const needless = moves.filter(({ id }) => !stayed.has(id)).map(({ id }) => ({ id, outcome: 'not_wanted' as const }));
  await endReminders(transaction, [...fates.flatMap((fate) => endOf(fate) ?? []), ...needless], now);
  return moved;
}

function moveOf({ reminder: { id }, verdict }: Fate, now: Date): ReminderMove | undefined {
  if (verdict.do === 'later') return { id, dueAt: verdict.dueAt, isRetry: false };
  return verdict.do === 'retry' ? { id, dueAt: new Date(now.getTime() + retryAfter), isRetry: true } : undefined;
}

function endOf({ reminder: { id }, verdict }: Fate): { readonly id: number; readonly outcome: ReminderOutcome } | undefined {
  if (verdict.do === 'tell') return { id, outcome: 'told' };
  return verdict.do === 'end' ? { id, outcome: verdict.outcome } : undefined;
}

function toldOf({ reminder: { id, version, kind, contact }, verdict }: Fate): readonly WayTold[] {
  return verdict.do === 'tell' ? [{ reminder: id, version, kind, contact, values: verdict.values, about: verdict.about }] : [];
}

function withoutWay(fate: Fate, routes: ReadonlyMap<number, Route>): Fate {
  if (fate.verdict.do !== 'tell' || routes.get(fate.reminder.id)?.to) return fate;
  return { ...fate, verdict: { do: 'end', outcome: 'unreachable' } };
}

interface Told {
  readonly pending: NewPending & { readonly addressChannel: string };
  readonly fired: Fired;
  readonly isFree: boolean;
}

function toldBy({ contact, kind, dueAt, isFree }: DueReminder, route: Route | undefined, now: Date): readonly Told[] {
  if (!route?.to) return [];
  const { reminding, address, channel } = route.to;
  return [{ pending: { ...reminderPending(reminding, contact, address, now, false), addressChannel: channel }, fired: { kind, dueAt }, isFree }];
}
