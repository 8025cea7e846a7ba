import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/store/database.ts';
import { beat } from '../../src/store/leases.ts';
import { buryAll, buryDead, showPresence } from '../../src/store/presence.ts';
import { testSetUps } from '../support/set-ups.ts';
import { emptyTables, openPatiently, openTestDatabase, type TestDatabase } from '../support/test-database.ts';

describe.each(testSetUps())('the presence of a process on $name', (setUp) => {
  let opened: TestDatabase;
  const closing: (() => Promise<void>)[] = [];
  const show = async (owner: string, database: Database = opened.database): Promise<() => Promise<void>> => {
    const disappear = await showPresence(database, owner);
    closing.push(disappear);
    return disappear;
  };
  const owners = async (): Promise<readonly unknown[]> => (await opened.database.query('select owner from causo.process order by owner')).map(({ owner }) => owner);

  beforeAll(async () => {
    opened = await openTestDatabase(setUp);
  });
  afterEach(async () => {
    await Promise.all(closing.splice(0).map((close) => close()));
    await emptyTables(opened.database);
  });
  afterAll(() => opened.drop());

  it('lets nobody bury it while it lives, itself included', async () => {
    await show('one');
    await show('two');
    expect(await buryDead(opened.database, 'one')).toBe(0);
    expect(await buryDead(opened.database, 'three')).toBe(0);
    expect(await owners()).toEqual(['one', 'two']);
  });

  it('is only seen by the heartbeat where a program does not show it', async () => {
    await beat(opened.database, 'older');
    expect(await buryDead(opened.database, 'one')).toBe(0);
    expect(await owners()).toEqual(['older']);
  });

  it('says nothing about a process whose server was started anew since: its connection was dropped with all others', async () => {
    await show('one');
    await opened.database.query(`update causo.process set lock_number = 1, server_started_at = server_started_at - interval '1 s'`);
    expect(await buryDead(opened.database, 'two')).toBe(0);
  });

  it('ends for all when one is surely alone', async () => {
    await show('one');
    await buryAll(opened.database);
    expect(await owners()).toEqual([]);
  });

  if (setUp.databaseUrl === undefined) return;

  /** Ends the connection that holds the lock of a process, as its death does. */
  const cutOff = (owner: string): Promise<unknown> =>
    opened.database.query(
      `select pg_terminate_backend(l.pid) from pg_locks l join causo.process p on l.objid = p.lock_number::oid
       where l.locktype = 'advisory' and p.owner = $1`,
      [owner],
    );
  const other = async (): Promise<Database> => {
    const database = await openPatiently(opened.url ?? '');
    closing.push(() => database.close());
    return database;
  };

  it('ends with its connection, without a wait for the heartbeat, and the others hear of it once', async () => {
    const disappear = await show('one', await other());
    await show('two');
    await beat(opened.database, 'one');
    await disappear();
    await expect.poll(() => buryDead(opened.database, 'two')).toBe(1);
    expect(await buryDead(opened.database, 'two')).toBe(0);
    expect(await owners()).toEqual(['two']);
  });

  it('comes back by itself when only the connection was lost', async () => {
    const lock = async (): Promise<unknown> => (await opened.database.query(`select lock_number from causo.process where owner = 'one'`))[0]?.['lock_number'] ?? undefined;
    await show('one', await other());
    const first = await lock();
    await cutOff('one');
    await expect.poll(async () => ![undefined, first].includes(await lock()), { timeout: 60_000 }).toBe(true);
    expect(await buryDead(opened.database, 'two')).toBe(0);
  });
});
