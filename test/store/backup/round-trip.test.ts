import fc from 'fast-check';
import { readdirSync, statSync } from 'node:fs';
import { setImmediate as immediate } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { readBackup } from '../../../src/store/backup/read.ts';
import { checkDataKeys } from '../../../src/store/data-keys.ts';
import { applyMigrations, migrationNames } from '../../../src/store/migrate.ts';
import { createRowMaker } from '../../support/random-rows.ts';
import { testSetUps } from '../../support/set-ups.ts';
import { testSealer } from '../../support/test-assistant.ts';
import { emptyTables, openTestDatabase, type TestDatabase } from '../../support/test-database.ts';
import { createContact, now } from '../rows.ts';
import { backupPlace, loadFrom, readAll, readNumbering, saveTo } from './places.ts';

vi.setConfig({ testTimeout: 120_000 });

const ways = testSetUps().flatMap((from) => testSetUps().map((to) => ({ from, to, name: `from ${from.name} to ${to.name}` })));

describe.each(ways)('a backup $name', ({ from, to }) => {
  const place = backupPlace();
  let source: TestDatabase;
  let target: TestDatabase;
  beforeAll(async () => {
    source = await openTestDatabase(from);
    target = await openTestDatabase(to);
  });
  beforeEach(async () => {
    await emptyTables(source.database);
    await checkDataKeys(source.database, testSealer);
  });
  afterAll(async () => {
    place.remove();
    await source.drop();
    await target.drop();
  });

  it('brings back all rows of all tables, whatever is in them, and the numbering', async () => {
    const maker = await createRowMaker(source.database);
    const touched = new Set<string>();
    const property = fc.asyncProperty(maker.rows, async (rows) => {
      await emptyTables(source.database);
      await checkDataKeys(source.database, testSealer);
      await maker.insert(rows);
      const before = await readAll(source.database);
      Object.entries(before).filter(([, list]) => list.length > 0).forEach(([name]) => touched.add(name));
      // Random rows of the run before may name the same people as erased.
      await emptyTables(target.database);
      await loadFrom(await saveTo(place.file(), source.database), target.database);
      expect(await readAll(target.database)).toEqual(before);
      expect(await readNumbering(target.database)).toEqual(await readNumbering(source.database));
    });
    await fc.assert(property, { numRuns: 6, endOnFailure: true });
    // A table that no random row fits would be one that nothing was tried on.
    expect([...touched].sort()).toEqual(Object.keys(await readAll(source.database)).sort());
  });

  it('of an older version is brought to the tables of this one', async () => {
    const names = await migrationNames();
    await source.database.query('drop schema causo cascade');
    await source.database.transaction((transaction) => applyMigrations(transaction, names.slice(0, 1), now));
    await createContact(source.database, 'an');
    await loadFrom(await saveTo(place.file(), source.database), target.database);
    expect((await target.database.query<{ name: string }>('select name from causo.migration order by name')).map(({ name }) => name)).toEqual(names);
    expect(await target.database.query('select platform_id from causo.address')).toEqual([{ platform_id: 'an' }]);
    await source.database.transaction((transaction) => applyMigrations(transaction, names, now));
  });
});

describe.each(testSetUps())('the file of a backup on $name', (setUp) => {
  const place = backupPlace();
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openTestDatabase(setUp);
    await checkDataKeys(opened.database, testSealer);
  });
  afterAll(async () => {
    place.remove();
    await opened.drop();
  });

  it('can be read by its owner only, and nothing unfinished lies beside it', async () => {
    await saveTo(place.file(), opened.database);
    expect(statSync(place.file()).mode & 0o777).toBe(0o600);
    expect(readdirSync(place.folder)).toEqual(['backup.gz']);
  });

  it('says when it was made, how many rows it has and which key it needs', async () => {
    await createContact(opened.database, 'an');
    const head = await readBackup(await saveTo(place.file(), opened.database, 'export'));
    expect(head).toMatchObject({ madeAt: now.toISOString(), kind: 'export', setUp: opened.database.kind, keys: testSealer.fingerprints, migrations: await migrationNames() });
    expect(head.rows).toMatchObject({ contact: 1, address: 1, outbox: 0, data_key: 1 });
  });

  it('is of one moment, although people go on writing while it is made', async () => {
    const writing = new AbortController();
    const writers = [1, 2, 3].map(async (writer) => {
      for (let number = 0; !writing.signal.aborted; number += 1) {
        await createContact(opened.database, `writer ${writer}, ${number}`);
        // People come over the network, which leaves room for other work.
        await immediate();
      }
    });
    for (let round = 0; round < 5; round += 1) {
      const { rows } = await readBackup(await saveTo(place.file(), opened.database));
      // Each person is a contact and an address, made in one transaction.
      expect(rows['contact']).toBe(rows['address']);
    }
    writing.abort();
    await Promise.all(writers);
  });

  it('that could not be written whole is not there at all', async () => {
    const names = readdirSync(place.folder);
    await expect(saveTo(place.file('no-such-folder/backup.gz'), opened.database)).rejects.toThrow('ENOENT');
    expect(readdirSync(place.folder)).toEqual(names);
    // The database is free again.
    expect(await opened.database.query('select 1 as one')).toEqual([{ one: 1 }]);
  });
});
