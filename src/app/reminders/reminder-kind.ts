import type { Slots } from '../../core/mod.ts';
import type { Queryable } from '../../store/database.ts';

/** When a reminder falls due and what it is about. */
export interface PlannedReminder {
  /** Its subject; of a series the subject, a slash and the place in the series: all of a subject end together. */
  readonly matter: string;
  readonly dueAt: Date;
  /** What its words will need. */
  readonly payload: Slots;
}

/** A reminder whose time has come. */
export interface FiringReminder extends PlannedReminder {
  readonly id: number;
  readonly contact: number;
}

/** `later`: what it is about has moved on, so it comes at another time. */
export type Verdict =
  | { readonly do: 'tell'; readonly values: Slots; readonly about: string }
  | { readonly do: 'stop' }
  | { readonly do: 'later'; readonly dueAt: Date };

/** What a kind may look at when it fires: the rows as they are while the contacts are held. */
export interface FiringContext {
  readonly transaction: Queryable;
  readonly now: Date;
  /** True for a flow that residents come for. */
  readonly isService: (flow: string) => boolean;
}

/** What has to be known of a kind to set reminders of it. */
export interface PlanningKind {
  readonly kind: string;
  /** The person names the very day, so it comes at Tết too. */
  readonly onItsDay: boolean;
  /** Planned only when the person says so, which also takes back an earlier "dừng nhắc". */
  readonly askedFor: boolean;
  /** Nothing is planned for a moment that is past or for no certain day. */
  plan(input: Slots, now: Date): readonly PlannedReminder[];
}

/** A kind of reminder. Its flow is called `reminder_<kind>`, and so are its words. */
export interface ReminderKind extends PlanningKind {
  /** Of these kinds nothing more comes for a subject that is done. */
  readonly series: readonly string[];
  /** Where it reaches nobody, somebody of this topic shall call; left out: nobody. */
  readonly callTopic?: string;
  /** Whether each is still wanted, and what its words will say; in the same order. */
  judge(reminders: readonly FiringReminder[], context: FiringContext): Promise<readonly Verdict[]>;
}

/** Every kind by its name. */
export type ReminderKinds = ReadonlyMap<string, ReminderKind>;

/** Throws for a kind that does not exist, which is a fault of the flow. */
export function kindOf(kinds: ReminderKinds, name: string): ReminderKind {
  const kind = kinds.get(name);
  if (!kind) throw new Error(`Expected a kind of reminder that exists, got ${name}`);
  return kind;
}

/** What a matter is about, without its place in a series. */
export function subjectOf(matter: string): string {
  return matter.split('/')[0] ?? matter;
}

/** Judges each reminder by itself, where nothing has to be looked up. */
export function judgeEach(judge: (reminder: FiringReminder, now: Date) => Verdict): ReminderKind['judge'] {
  return (reminders, { now }) => Promise.resolve(reminders.map((reminder) => judge(reminder, now)));
}
