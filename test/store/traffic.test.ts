import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { countTraffic, readTraffic } from '../../src/store/traffic.ts';
import { testSetUps } from '../support/set-ups.ts';
import { emptyTables, openTestDatabase, type TestDatabase } from '../support/test-database.ts';

const minute = 60_000;
const hour = 60 * minute;
const noon = Date.parse('2026-11-24T12:00:00+07:00');

describe.each(testSetUps())('the traffic of channels on $name', (setUp) => {
  let opened: TestDatabase;
  let updates = 0;
  beforeAll(async () => {
    opened = await openTestDatabase(setUp);
  });
  afterEach(() => emptyTables(opened.database));
  afterAll(() => opened.drop());

  const arrive = async (channel: string, ...times: readonly number[]): Promise<void> => {
    for (const at of times) {
      updates += 1;
      await opened.database.query(`insert into causo.inbound (channel, account, update_id, state, received_at) values ($1, 'bot', $2, 'done', $3)`, [channel, String(updates), new Date(at)]);
    }
  };
  const look = async (now: number) => {
    await countTraffic(opened.database);
    return readTraffic(opened.database, new Date(now));
  };

  it('is counted for today and for the day before, with its newest message; our own events are none', async () => {
    await arrive('zalo', noon - 30 * hour, noon - 28 * hour, noon - hour);
    await arrive('telegram', noon - 47 * hour);
    await arrive('internal', noon - hour);
    const traffic = await look(noon);
    expect(traffic.get('zalo')).toEqual({ today: 1, before: 2, newest: new Date(noon - hour) });
    expect(traffic.get('telegram')).toEqual({ today: 0, before: 1, newest: new Date(noon - 47 * hour) });
    expect(traffic.has('internal')).toBe(false);
    expect((await look(noon + 2 * hour)).has('telegram')).toBe(false);
  });

  it('is the same however often it is counted while more comes in, also what is saved late', async () => {
    await arrive('zalo', noon + minute, noon + 59 * minute);
    expect((await look(noon + hour)).get('zalo')).toMatchObject({ today: 2 });
    expect((await look(noon + hour)).get('zalo')).toMatchObject({ today: 2 });
    await arrive('zalo', noon + hour + 10_000, noon + hour - 5_000);
    expect((await look(noon + 2 * hour)).get('zalo')).toEqual({ today: 4, before: 0, newest: new Date(noon + hour + 10_000) });
  });

  it('is still known when the messages themselves are not kept any more', async () => {
    await arrive('zalo', noon);
    await look(noon);
    await opened.database.query('delete from causo.inbound');
    expect((await look(noon + hour)).get('zalo')).toMatchObject({ today: 1 });
  });
});
