import type { Database } from '../../src/store/database.ts';

/** One message or event, in the order in which the assistant took them. */
export interface Recorded {
  readonly channel: string;
  readonly updateId: string;
  readonly contact: number;
  readonly state: 'done' | 'pending' | 'parked';
  readonly receivedAt: Date;
  /** Of an event "nobody answered": the number of the question. */
  readonly question: number | null;
}

/** How far somebody's chat has come, and what it has left behind. */
export interface Tally {
  readonly platformId: string;
  readonly questions: number;
  readonly sessions: number;
  /** Where it stands now; null: nowhere. */
  readonly flow: string | null;
  readonly calls: number;
  readonly tickets: number;
  readonly appointments: number;
  /** Questions that go on by themselves, asked and counted once each. */
  readonly waits: number;
}

/** What the tables say at the end of a run. */
export interface Recording {
  readonly rows: readonly Recorded[];
  readonly tallies: readonly Tally[];
  readonly waitsMissed: number;
  readonly unsent: number;
}

/** Rows of one contact were written one after the other, under its version, so their ids are the order of the turns. */
export async function readRecording(database: Database, now: Date): Promise<Recording> {
  const rows = await database.query<Recorded & { readonly [column: string]: unknown }>(
    `select i.channel, i.update_id as "updateId", coalesce(i.contact_id, 0)::int as contact, i.state, i.received_at as "receivedAt", w.question
     from causo.inbound i left join causo.wait w on i.channel = 'internal' and i.update_id = 'wait_timed_out-' || w.id || '-' || w.version
     order by i.id`,
  );
  return {
    rows,
    tallies: await readTallies(database),
    waitsMissed: await count(database, `select count(*)::int as count from causo.wait where done_at is null and due_at < $1`, [now]),
    unsent: await count(database, 'select count(*)::int as count from causo.outbox', []),
  };
}

/** Of all who chat on a platform. */
export async function readTallies(database: Database): Promise<readonly Tally[]> {
  return database.query<Tally & { readonly [column: string]: unknown }>(
    `select a.platform_id as "platformId", c.question_number as questions, c.session_number as sessions, c.flow, c.call_number as calls,
       (select count(*)::int from causo.ticket t where t.contact_id = c.id) as tickets,
       (select count(*)::int from causo.appointment p where p.contact_id = c.id) as appointments,
       (select count(*)::int from causo.wait w where w.contact_id = c.id) as waits
     from causo.address a join causo.contact c on c.id = a.contact_id`,
  );
}

async function count(database: Database, statement: string, values: readonly unknown[]): Promise<number> {
  const [row] = await database.query<{ count: number }>(statement, values);
  return row?.count ?? 0;
}
