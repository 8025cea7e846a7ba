import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/store/database.ts';
import { beat, isAlive, retire } from '../../src/store/leases.ts';
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
  /** Those that count as alive. */
  const owners = async (): Promise<readonly unknown[]> =>
    (await opened.database.query(`select owner from causo.process where ${isAlive('causo.process.owner')} order by owner`)).map(({ owner }) => owner);

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

  it('is known to have ended by a death, and when, but not by an end in order', async () => {
    await opened.database.query(`insert into causo.process (owner, seen_at) values ('first', now() - interval '20 minutes'), ('last', now() - interval '10 minutes')`);
    await show('ended');
    await retire(opened.database, 'ended');
    const [row] = await opened.database.query<{ died: Date }>(`select seen_at + interval '3 s' as died from causo.process where owner = 'last'`);
    expect(await beat(opened.database, 'one')).toEqual({ alive: 1, lastDeath: row?.died });
    expect(await beat(opened.database, 'last')).toMatchObject({ lastDeath: new Date((row?.died.getTime() ?? 0) - 10 * 60_000) });
    await retire(opened.database, 'first');
    expect(await beat(opened.database, 'last')).toEqual({ alive: 2, lastDeath: undefined });
  });

  it('ends at the time at which the death is noticed, and does not end again by being looked at', async () => {
    await show('one');
    await buryAll(opened.database);
    const { lastDeath } = await beat(opened.database, 'two');
    await buryAll(opened.database);
    const [row] = await opened.database.query<{ seen: Date }>(`select seen_at as seen from causo.process where owner = 'one'`);
    expect(lastDeath).toEqual(new Date((row?.seen.getTime() ?? 0) + 3_000));
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
