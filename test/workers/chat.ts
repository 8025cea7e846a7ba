import { expect } from 'vitest';
import type { Database } from '../../src/store/database.ts';
import { messageFrom, type TestAssistant } from '../support/test-assistant.ts';

/** Minutes after which the question whether money has arrived is asked once more by itself. */
export const waitMinutes = 15;

export interface WaitRow {
  readonly [column: string]: unknown;
  readonly id: number;
  readonly version: number;
  readonly contact: number;
  readonly due: Date;
}

/** Walks to the question that goes on by itself when nobody answers, and returns the row of its wait. */
export async function askWhetherMoneyArrived({ assistant }: TestAssistant, person: string): Promise<WaitRow> {
  for (const text of ['chào', '1', '3', '3', '2']) expect(await assistant.inbound.accept(messageFrom(person, text))).toBe('done');
  const [wait] = await assistant.database.query<WaitRow>(
    `select id, version, contact_id as contact, due_at as due from causo.wait where done_at is null order by id desc limit 1`,
  );
  if (!wait) throw new Error('Expected the question to have set a wait');
  return wait;
}

export async function count(database: Database, table: string, where = 'true'): Promise<number> {
  const [row] = await database.query<{ count: number }>(`select count(*)::int as count from causo.${table} where ${where}`);
  return row?.count ?? -1;
}
