import { expect } from 'vitest';
import { newSession, type Session } from '../../src/core/mod.ts';
import { findOrCreateAddress, type AddressIds } from '../../src/store/contacts.ts';
import type { Database, Queryable } from '../../src/store/database.ts';
import { beat } from '../../src/store/leases.ts';
import { loadContacts, type LoadedContact, type Turn, type TurnMessage, type TurnOutbound } from '../../src/store/turns.ts';
import { testSealer } from '../support/test-assistant.ts';

export const now = new Date('2026-11-24T01:00:00Z');

export function later(milliseconds: number): Date {
  return new Date(now.getTime() + milliseconds);
}

/** Somebody who has written on a channel. */
export function createContact(database: Database, person: string, channel = 'test'): Promise<AddressIds> {
  return findOrCreateAddress(database, { channel, account: 'bot', platformId: person }, now);
}

/** Processes that are alive for the next hour, however slow the machine is; the leases of all others are void. */
export async function keepAlive(database: Queryable, ...owners: readonly string[]): Promise<void> {
  for (const owner of owners) await beat(database, owner);
  await database.query(`update causo.process set seen_at = now() + interval '1 hour' where owner = any($1)`, [owners]);
}

/** The value, which has to be there. */
export function the<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('Expected a value, got undefined');
  return value;
}

export async function load(database: Queryable, contact: number): Promise<LoadedContact> {
  return the((await loadContacts(database, testSealer, [contact])).get(contact));
}

export const waiting: Session = {
  ...newSession,
  profile: { language: 'vi', selfName: 'bà', consent: 'granted' },
  counters: { session: 1, question: 1, call: 0 },
  frames: [{ flow: 'market_payment', hash: 'h1', node: 'sell_bank', slots: { bank: '970436' }, history: [] }],
  open: { number: 1, askedAt: now.getTime(), options: ['no_account'] },
};

export function message(direction: TurnMessage['direction'], text: string, sensitive = false): TurnMessage {
  return { direction, payload: { text, options: [] }, sensitive, expiresAt: later(86_400_000) };
}

export function outbound(text: string, more: Partial<TurnOutbound> = {}): TurnOutbound {
  return { priority: 1, payload: { text, options: [] }, notAfter: later(3_600_000), ...more };
}

let lastUpdate = 0;

/** A turn over the contact as it was loaded; every call answers another update. */
export function turnOf(contact: LoadedContact, address: number, more: Partial<Turn> = {}): Turn {
  lastUpdate += 1;
  return {
    contact,
    address,
    now,
    session: waiting,
    inbound: { channel: 'test', account: 'bot', updateId: `update-${lastUpdate}` },
    receivedAt: now,
    messages: [],
    outbound: [],
    erases: false,
    ...more,
  };
}

/** How many rows of each table there are, without those that are empty. */
export async function countRows(database: Queryable): Promise<Readonly<Record<string, number>>> {
  const names = await tableNames(database);
  const counts: Record<string, number> = {};
  for (const name of names.filter((table) => !['migration', 'process', 'flow_version'].includes(table))) {
    const [row] = await database.query<{ count: number }>(`select count(*)::int as count from causo.${name}`);
    if (row && row.count > 0) counts[name] = row.count;
  }
  return counts;
}

export async function tableNames(database: Queryable): Promise<readonly string[]> {
  const rows = await database.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'causo' order by table_name`,
  );
  return rows.map(({ name }) => name);
}

/** Resolves once some statement of this database waits for a row that another transaction holds. */
export async function somebodyWaits(database: Queryable): Promise<void> {
  const look = async (): Promise<number> => {
    const rows = await database.query(`select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`);
    return rows.length;
  };
  await expect.poll(look).toBeGreaterThan(0);
}
