import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { applyMigrations, migrate, migrationNames } from '../../src/store/migrate.ts';
import { openPostgres } from '../../src/store/postgres.ts';
import { testSetUps } from '../support/set-ups.ts';
import { openPatiently, openTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { now, tableNames } from './rows.ts';

const tables = [
  'address', 'administrator', 'administrator_code', 'alert', 'appointment', 'appointment_change', 'call', 'channel_token', 'consent', 'contact', 'data_key', 'echo', 'echo_doubt', 'facility', 'flow_version', 'inbound', 'link_code', 'link_try', 'media', 'message', 'migration', 'outbox', 'process',
  'reminder', 'reminder_step', 'reminder_stop', 'seats', 'template', 'ticket', 'traffic', 'wait', 'waiting_place',
];

describe.each(testSetUps())('migrations on $name', (setUp) => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openTestDatabase(setUp);
  });
  beforeEach(async () => {
    await opened.database.query('drop schema if exists causo cascade');
  });
  afterAll(() => opened.drop());

  it('make exactly the tables on the written list', async () => {
    await migrate(opened.database, now);
    expect(await tableNames(opened.database)).toEqual(tables);
  });

  it('do nothing the second time and keep what is there', async () => {
    await migrate(opened.database, now);
    await opened.database.query(`insert into causo.contact (created_at) values ($1)`, [now]);
    const applied = await opened.database.query('select name, applied_at from causo.migration order by name');
    await migrate(opened.database, new Date(now.getTime() + 1000));
    expect(await opened.database.query('select name, applied_at from causo.migration order by name')).toEqual(applied);
    expect(await opened.database.query('select id from causo.contact')).toHaveLength(1);
  });

  it('refuse a schema that a newer program has made, with what to do', async () => {
    await migrate(opened.database, now);
    await opened.database.query(`insert into causo.migration values ('9999-later.sql', $1)`, [now]);
    await expect(migrate(opened.database, now)).rejects.toThrow(
      "Expected a database of this program's version or older, found migration 9999-later.sql; start the newer program",
    );
  });

  it('leave nothing behind when one of them fails', async () => {
    await opened.database.query('create schema causo');
    await opened.database.query('create table causo.outbox (something int)');
    await expect(migrate(opened.database, now)).rejects.toThrow();
    expect(await tableNames(opened.database)).toEqual(['outbox']);
  });

  it('store all sealed columns as bytes and all times with their zone', async () => {
    await migrate(opened.database, now);
    const times = await opened.database.query<{ type: string }>(
      `select distinct data_type as type from information_schema.columns
       where table_schema = 'causo' and (column_name like '%\\_at' or column_name in ('at', 'not_after', 'lease_until'))`,
    );
    expect(times).toEqual([{ type: 'timestamp with time zone' }]);
    const sealed = await opened.database.query<{ type: string }>(
      `select distinct data_type as type from information_schema.columns
       where table_schema = 'causo' and (column_name in ('payload', 'summary', 'bytes', 'subject', 'pair')
         or (table_name = 'contact' and column_name = 'state')
         or (table_name in ('appointment', 'waiting_place') and column_name in ('name', 'birth', 'phone', 'note')))`,
    );
    expect(sealed).toEqual([{ type: 'bytea' }]);
  });
});

describe.each(testSetUps().filter(({ databaseUrl }) => databaseUrl !== undefined))('migrations of several processes on $name', (setUp) => {
  it('run once when three processes start together', async () => {
    const opened = await openTestDatabase(setUp);
    const others = await Promise.all([1, 2].map(() => openPatiently(opened.url ?? '')));
    for (let round = 0; round < 8; round += 1) {
      await opened.database.query('drop schema causo cascade');
      await Promise.all([opened.database, ...others].map((database) => migrate(database, now)));
      expect(await tableNames(opened.database)).toEqual(tables);
    }
    await Promise.all(others.map((database) => database.close()));
    await opened.drop();
  });

  it('are prepared by one of them, before anything has changed', async () => {
    const opened = await openTestDatabase(setUp);
    const other = await openPostgres(opened.url ?? '', () => undefined);
    const names = await migrationNames();
    await opened.database.query('drop schema causo cascade');
    await opened.database.transaction((transaction) => applyMigrations(transaction, names.slice(0, 1), now));
    const before = await tableNames(opened.database);
    const prepared: unknown[] = [];
    const prepare = async (_transaction: unknown, next: string): Promise<void> => {
      prepared.push([next, await tableNames(opened.database)]);
    };
    await Promise.all([opened.database, other].map((database) => migrate(database, now, prepare)));
    expect(prepared).toEqual([[names[1], before]]);
    expect(await tableNames(opened.database)).toEqual(tables);
    await other.close();
    await opened.drop();
  });
});
