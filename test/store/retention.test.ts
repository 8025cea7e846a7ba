import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/store/database.ts';
import { applyRetention } from '../../src/store/retention.ts';
import { testSetUps } from '../support/set-ups.ts';
import { emptyTables, openTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { countRows, createContact, later, now } from './rows.ts';

const hour = 3_600_000;
const mostAtOnce = 5_000;

describe.each(testSetUps())('what has been kept long enough on $name', (setUp) => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openTestDatabase(setUp);
  });
  afterEach(() => emptyTables(opened.database));
  afterAll(() => opened.drop());

  /** The same database, and how many rows each of its statements met. */
  const watched = (): { readonly database: Database; readonly met: number[] } => {
    const met: number[] = [];
    const query: Database['query'] = async (text, parameters, name) => {
      const rows = await opened.database.query<never>(text, parameters, name);
      met.push(rows.length);
      return rows;
    };
    return { database: { ...opened.database, query }, met };
  };
  const addKeys = (count: number): Promise<unknown> =>
    opened.database.query(
      `insert into causo.inbound (channel, account, update_id, state, received_at) select 'test', 'bot', n::text, 'done', $1 from generate_series(1, $2::int) as n`,
      [now, count],
    );

  it('goes a few thousand rows at a time, and all of it in one upkeep', async () => {
    await addKeys(2 * mostAtOnce + 1);
    const { database, met } = watched();
    expect(await applyRetention(database, later(49 * hour))).toEqual({ inbound: 2 * mostAtOnce + 1 });
    expect(Math.max(...met)).toBe(mostAtOnce);
    expect(await countRows(opened.database)).toEqual({});
  });

  it('is left for the next upkeep where it is more than one may do', async () => {
    await addKeys(2 * mostAtOnce + 1);
    expect(await applyRetention(opened.database, later(49 * hour), 2)).toEqual({ inbound: 2 * mostAtOnce });
    expect(await applyRetention(opened.database, later(49 * hour), 2)).toEqual({ inbound: 1 });
  });

  it('counts messages that nobody could send as finished, though they go in several statements', async () => {
    const { contact, address } = await createContact(opened.database, 'an');
    await opened.database.query(
      `insert into causo.outbox (address_id, contact_id, number, priority, message_number, payload, created_at, due_at, not_after)
       select $1, $2, n, 1, 0, 'x', $3, $3, $3 from generate_series(1, $4::int) as n`,
      [address, contact, now, mostAtOnce + 2],
    );
    await opened.database.query('update causo.address set queued = $1', [mostAtOnce + 2]);
    expect(await applyRetention(opened.database, later(25 * hour))).toEqual({ outbox: mostAtOnce + 2 });
    expect(await opened.database.query('select queued = finished as equal from causo.address')).toEqual([{ equal: true }]);
  });
});
