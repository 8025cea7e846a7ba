import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { advisoryLocks } from '../../src/store/advisory-locks.ts';
import type { Database } from '../../src/store/database.ts';
import { migrate } from '../../src/store/migrate.ts';
import { openPostgres, usualLimits, type PostgresLimits } from '../../src/store/postgres.ts';
import { startLine, type CuttableLine } from '../support/cuttable-line.ts';
import { testSetUps } from '../support/set-ups.ts';
import { openPatiently, openTestDatabase, patientLimits, type TestDatabase } from '../support/test-database.ts';
import { now, somebodyWaits } from './rows.ts';

describe.each(testSetUps().filter(({ databaseUrl }) => databaseUrl !== undefined))('a server on $name', (setUp) => {
  let opened: TestDatabase;
  /** Another process of the installation, by a connection pool of its own. */
  let database: Database;
  const lines: CuttableLine[] = [];
  const clients: Client[] = [];
  const databases: Database[] = [];

  const openBy = async (url: string): Promise<Database> => {
    const next = await openPatiently(url);
    databases.push(next);
    return next;
  };
  const openWith = async (limits: Partial<PostgresLimits>, url = opened.url ?? ''): Promise<Database> => {
    const next = await openPostgres(url, () => undefined, { ...usualLimits, connectionTimeoutMillis: patientLimits.connectionTimeoutMillis, ...limits });
    databases.push(next);
    return next;
  };
  /** The server's limits for one connection, in milliseconds. */
  const limitsOf = async (on: Database): Promise<Readonly<Record<string, string>>> => {
    const settings = await on.query<{ name: string; setting: string }>(
      `select name, setting from pg_settings where name in ('lock_timeout', 'statement_timeout', 'idle_in_transaction_session_timeout')`,
    );
    return Object.fromEntries(settings.map(({ name, setting }) => [name, setting]));
  };
  const openLine = async (): Promise<CuttableLine> => {
    const line = await startLine(opened.url ?? '');
    lines.push(line);
    return line;
  };
  /** Somebody who keeps to no limit of time. */
  const openClient = async (): Promise<Client> => {
    const client = new Client({ connectionString: opened.url });
    clients.push(client);
    await client.connect();
    return client;
  };
  const endConnection = async (pid: number): Promise<void> => {
    await opened.database.query('select pg_terminate_backend($1)', [pid]);
    await expect.poll(() => opened.database.query('select from pg_stat_activity where pid = $1', [pid])).toHaveLength(0);
  };

  beforeAll(async () => {
    opened = await openTestDatabase(setUp);
    database = await openPatiently(opened.url ?? '');
  });
  afterEach(async () => {
    vi.useRealTimers();
    await Promise.all(lines.splice(0).map((line) => line.close()));
    await Promise.all(databases.splice(0).map((each) => each.close()));
    await Promise.all(clients.splice(0).map((client) => client.end()));
  });
  afterAll(async () => {
    await database.close();
    await opened.drop();
  });

  describe('that ends a connection in the middle of a transaction', () => {
    it.each(['between two statements', 'before the commit'])('%s makes that transaction fail and nothing else, however often', async (moment) => {
      // More often than the pool has connections: none may be lost.
      for (let round = 0; round < 12; round += 1) {
        const broken = database.transaction(async (transaction) => {
          const [own] = await transaction.query<{ pid: number }>('select pg_backend_pid() as pid');
          await endConnection(own?.pid ?? 0);
          if (moment === 'between two statements') await transaction.query('select 1');
        });
        await expect(broken).rejects.toMatchObject({ code: '57P01' });
      }
      expect(await database.transaction((transaction) => transaction.query('select 1 as one'))).toEqual([{ one: 1 }]);
    });

    it('during a statement makes that transaction fail and nothing else', async () => {
      const broken = database.transaction(async (transaction) => {
        const [own] = await transaction.query<{ pid: number }>('select pg_backend_pid() as pid');
        await Promise.all([transaction.query('select pg_sleep(4)'), endConnection(own?.pid ?? 0)]);
      });
      await expect(broken).rejects.toMatchObject({ code: '57P01' });
      expect(await database.query('select 1 as one')).toEqual([{ one: 1 }]);
    });
  });

  describe('and its limits of time', () => {
    it('end a statement that waits for a lock, alone and in a transaction', async () => {
      const hasty = await openWith({ ...patientLimits, lock_timeout: 100 });
      const holder = await openClient();
      await holder.query('begin; lock table causo.contact');
      await expect(hasty.query('select from causo.contact')).rejects.toMatchObject({ code: '55P03' });
      await expect(hasty.transaction((transaction) => transaction.query('select from causo.contact'))).rejects.toMatchObject({ code: '55P03' });
      await holder.query('rollback');
      expect(await hasty.query('select from causo.contact')).toEqual([]);
    });

    it('are a second for a lock, five for a statement and ten for a transaction that does nothing', async () => {
      expect(await limitsOf(await openWith({}))).toEqual({ lock_timeout: '1000', statement_timeout: '5000', idle_in_transaction_session_timeout: '10000' });
    });

    it('give up a connection on which nothing arrives any more after six seconds, at once for the whole transaction', async () => {
      const line = await openLine();
      const remote = await openWith({}, line.url);
      // Time stands still but for six seconds, so any further waiting would never end.
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
      const swallowed = remote.transaction(async (transaction) => {
        line.freeze();
        const asked = transaction.query('select 1');
        vi.advanceTimersByTime(6_000);
        await asked;
      });
      await expect(swallowed).rejects.toThrow('timeout');
      vi.useRealTimers();
      line.mend();
      expect(await remote.query('select 1 as one')).toEqual([{ one: 1 }]);
    });

    it('do not cut a migration that waits long for another process', async () => {
      const other = await openClient();
      await other.query(`begin; select pg_advisory_xact_lock(${advisoryLocks.migrations})`);
      const migrated = migrate(await openWith({}), now);
      await somebodyWaits(opened.database);
      // Longer than any of the limits.
      await other.query('select pg_sleep(6.5)');
      await other.query('commit');
      await expect(migrated).resolves.toBeUndefined();
    });

    it('are back after a migration', async () => {
      const usual = await openWith({});
      const before = await limitsOf(usual);
      await migrate(usual, now);
      expect(await limitsOf(usual)).toEqual(before);
    });
  });

  describe('that is listened to', () => {
    it('is asked again once a second while it is away, and the listener learns when it is back', async () => {
      const line = await openLine();
      const heard: string[] = [];
      let missed = 0;
      const stop = await (await openBy(line.url)).listen('causo_test', (payload) => heard.push(payload), () => (missed += 1));
      const before = line.attempts();
      const start = performance.now();
      line.cut();
      await expect.poll(() => line.attempts(), { interval: 20 }).toBeGreaterThanOrEqual(before + 4);
      expect(performance.now() - start).toBeGreaterThan(3_500);
      expect(missed).toBe(0);
      line.mend();
      await expect.poll(() => missed).toBe(1);
      await opened.database.notify('causo_test', ['back']);
      await expect.poll(() => heard).toEqual(['back']);
      await stop();
    });

    it('is listened to again, once, each time it ends the connection', async () => {
      const heard: string[] = [];
      let missed = 0;
      const stop = await database.listen('causo_test_ended', (payload) => heard.push(payload), () => (missed += 1));
      const listeners = (): Promise<readonly { readonly pid: number }[]> =>
        opened.database.query<{ pid: number }>(`select pid from pg_stat_activity where query = 'listen "causo_test_ended"'`);
      for (const round of [1, 2]) {
        const [listener] = await listeners();
        await endConnection(listener?.pid ?? 0);
        await expect.poll(() => missed).toBe(round);
        expect(await listeners()).toHaveLength(1);
        await opened.database.notify('causo_test_ended', [String(round)]);
        await expect.poll(() => heard.at(-1)).toBe(String(round));
      }
      await stop();
      expect(heard).toEqual(['1', '2']);
    });

    it('is left alone once the listener stops, also in the middle of an outage', async () => {
      const line = await openLine();
      const stop = await (await openBy(line.url)).listen('causo_test', () => undefined, () => undefined);
      const before = line.attempts();
      line.cut();
      await expect.poll(() => line.attempts()).toBeGreaterThan(before);
      await stop();
      const last = line.attempts();
      line.mend();
      await opened.database.query('select pg_sleep(1.5)');
      expect(line.attempts()).toBe(last);
    });

    it('is not listened to any further when the first attempt fails', async () => {
      const line = await openLine();
      const remote = await openBy(line.url);
      line.cut();
      await expect(remote.listen('causo_test', () => undefined, () => undefined)).rejects.toThrow();
      const last = line.attempts();
      await opened.database.query('select pg_sleep(1.5)');
      expect(line.attempts()).toBe(last);
    });
  });
});
