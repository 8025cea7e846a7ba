import { deepStrictEqual as deepEqual } from 'node:assert';
import fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { readBackup } from '../../../src/store/backup/read.ts';
import { checkDataKeys } from '../../../src/store/data-keys.ts';
import { createSealer } from '../../../src/store/seal.ts';
import { testSetUps } from '../../support/set-ups.ts';
import { testSealer } from '../../support/test-assistant.ts';
import { openTestDatabase, type TestDatabase } from '../../support/test-database.ts';
import { createContact, keepAlive } from '../rows.ts';
import { backupPlace, loadFrom, readAll, saveTo } from './places.ts';

vi.setConfig({ testTimeout: 60_000 });

describe.each(testSetUps())('a restore on $name', (setUp) => {
  const place = backupPlace();
  let opened: TestDatabase;
  let file: string;
  let before: Awaited<ReturnType<typeof readAll>>;
  beforeAll(async () => {
    opened = await openTestDatabase(setUp);
    await checkDataKeys(opened.database, testSealer);
    await createContact(opened.database, 'in the backup');
    file = await saveTo(place.file(), opened.database);
    await createContact(opened.database, 'after the backup');
    before = await readAll(opened.database);
  });
  // Whatever was wrong, nothing may have changed.
  afterEach(async () => deepEqual(await readAll(opened.database), before));
  afterAll(async () => {
    place.remove();
    await opened.drop();
  });

  const lines = (): string[] => gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split('\n');
  const written = (content: Buffer | string): string => {
    writeFileSync(place.file('wrong.gz'), content);
    return place.file('wrong.gz');
  };
  const packed = (changed: readonly string[]): string => written(gzipSync(`${changed.join('\n')}\n`));
  const changedHead = (change: Readonly<Record<string, unknown>>): string => {
    const [head = '', ...rest] = lines();
    return packed([JSON.stringify({ ...JSON.parse(head), ...change }), ...rest]);
  };

  it('of a file that was cut off is refused, wherever that was', async () => {
    const whole = readFileSync(file);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: whole.length - 1 }), async (length) => {
        await expect(readBackup(written(whole.subarray(0, length)))).rejects.toThrow(/^Expected /);
      }),
      { numRuns: 30 },
    );
    for (const length of [0, whole.length - 100]) {
      await expect(loadFrom(written(whole.subarray(0, length)), opened.database)).rejects.toThrow('the end of this file is missing');
    }
  });

  it('of a file whose end is missing although it was packed in order is refused', async () => {
    await expect(loadFrom(packed(lines().slice(0, -1)), opened.database)).rejects.toThrow('the end of this file is missing');
  });

  it('of a file with a changed byte is refused, whichever that is', async () => {
    const text = gunzipSync(readFileSync(file));
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length - 1), fc.integer({ min: 1, max: 255 }), async (place_, change) => {
        const changed = Buffer.from(text);
        changed[place_] = (changed[place_] ?? 0) ^ change;
        await expect(readBackup(written(gzipSync(changed)))).rejects.toThrow(/^Expected /);
      }),
      { numRuns: 60 },
    );
  });

  it('of a file with one row less is refused at its checksum, after its rows have been loaded', async () => {
    const all = lines();
    const row = all.findIndex((line) => line.startsWith('{"table":"address"')) + 1;
    await expect(loadFrom(packed(all.filter((_line, index) => index !== row)), opened.database)).rejects.toThrow('its checksum is another');
  });

  it.each([
    ['a picture', randomBytes(5_000)],
    ['some packed text', gzipSync('xin chào\n')],
    ['some packed JSON', gzipSync('{"format":"something"}\n')],
  ])('of %s instead of a backup is refused', async (_name, content) => {
    await expect(loadFrom(written(content), opened.database)).rejects.toThrow('Expected a file made by npm run data -- backup or export, found something else');
  });

  it('of a file that is not there or a folder is refused', async () => {
    await expect(loadFrom(place.file('none.gz'), opened.database)).rejects.toThrow(/^Expected a backup at .*none\.gz, but there is no such file$/);
    await expect(loadFrom(place.folder, opened.database)).rejects.toThrow(/^Expected a backup at .*, but that is a folder$/);
  });

  it('by a program that lacks a migration of it is refused', async () => {
    await expect(loadFrom(changedHead({ migrations: ['0001-start.sql', '9999-later.sql'] }), opened.database)).rejects.toThrow(
      'Expected a backup by this program or an older one, found one with migration 9999-later.sql; restore it with the newer program',
    );
    await expect(loadFrom(changedHead({ formatVersion: 2 }), opened.database)).rejects.toThrow('Expected a backup of format 1, found 2');
  });

  it('without the key that sealed it is refused, and the key is named by its fingerprint', async () => {
    const other = createSealer([randomBytes(32)]);
    await expect(loadFrom(file, opened.database, { sealer: other })).rejects.toThrow(
      `Expected DATA_KEY to hold the key ${testSealer.fingerprints[0]} that sealed this backup, found ${other.fingerprints[0]}; set the DATA_KEY that was kept for it`,
    );
  });

  it('over a database with people in it is refused unless it may replace them', async () => {
    await expect(loadFrom(file, opened.database, { replaces: false })).rejects.toThrow('Expected an empty database, but it holds 2 contacts; --replace removes them');
  });

  it('with tables or columns that are none of ours is refused', async () => {
    for (const [from, to] of [['"table":"contact"', '"table":"pg_authid"'], ['"columns":["id",', '"columns":["id; drop schema causo",']] as const) {
      await expect(loadFrom(packed(lines().map((line) => line.replace(from, to))), opened.database)).rejects.toThrow('a table in it is none of ours');
    }
  });
});

describe.each(testSetUps().filter(({ databaseUrl }) => databaseUrl !== undefined))('a restore on a server, $name,', (setUp) => {
  it('is refused while a process of the assistant is alive', async () => {
    const place = backupPlace();
    const opened = await openTestDatabase(setUp);
    const file = await saveTo(place.file(), opened.database);
    await keepAlive(opened.database, 'somewhere else');
    await expect(loadFrom(file, opened.database)).rejects.toThrow('Expected the assistant to be stopped, but a process of it was alive in the last 10 seconds');
    place.remove();
    await opened.drop();
  });
});
