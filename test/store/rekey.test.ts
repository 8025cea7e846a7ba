import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sealEverything } from '../../src/backup/rekey.ts';
import { claimAdministrator, createAdministratorCode } from '../../src/store/administrators.ts';
import { readTables } from '../../src/store/backup/catalog.ts';
import { columnName, otherByteColumns, sealedColumns, type SealedColumn } from '../../src/store/byte-columns.ts';
import { checkDataKeys } from '../../src/store/data-keys.ts';
import type { Database } from '../../src/store/database.ts';
import { beat } from '../../src/store/leases.ts';
import { checkLinkCode, createLinkCode } from '../../src/store/link-codes.ts';
import { createRekey, type Rekey } from '../../src/store/rekey.ts';
import { createSealer, type Sealer } from '../../src/store/seal.ts';
import { commitTurns } from '../../src/store/commit-turns.ts';
import { loadContacts } from '../../src/store/turns.ts';
import { createGate, heldDatabase } from '../support/held-database.ts';
import { createRowMaker } from '../support/random-rows.ts';
import { testSetUps } from '../support/set-ups.ts';
import { emptyTables, openPatiently, openTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { createContact, later, message, now, somebodyWaits, the, turnOf, waiting } from './rows.ts';

const [oldKey, newKey] = [randomBytes(32), randomBytes(32)];
const before = createSealer([oldKey]);
const both = createSealer([newKey, oldKey]);
const after = createSealer([newKey]);
const nameOf = (sealer: Sealer): string => the(sealer.fingerprints[0]);

/** Runs the whole command and gives back what it said. */
async function sealAll(desk: Rekey): Promise<readonly string[]> {
  const said: string[] = [];
  await sealEverything(desk, { say: (line) => void said.push(line), ask: async () => undefined });
  return said;
}

const selectKeys = ({ table, column, key }: SealedColumn): string => `select ${key}::text as key, ${column} as value from causo.${table} where ${column} is not null`;

/** Puts something of its own into every value that can be sealed, under the old key. */
async function sealUnderOldKey(database: Database): Promise<void> {
  for (const column of sealedColumns) {
    for (const { key } of await database.query<{ key: string }>(selectKeys(column))) {
      await database.query(`update causo.${column.table} set ${column.column} = $2 where ${column.key}::text = $1`, [key, before.seal(`${columnName(column)} ${key}`)]);
    }
  }
}

/** What the values say, opened by `sealer`; a value that it cannot open fails. */
async function openAll(database: Database, sealer: Sealer): Promise<readonly unknown[]> {
  const opened: unknown[] = [];
  for (const column of sealedColumns) {
    const rows = await database.query<{ key: string; value: Uint8Array }>(selectKeys(column));
    opened.push(...rows.map(({ key, value }) => [columnName(column), key, sealer.unseal(value)]));
  }
  return opened.map((value) => JSON.stringify(value)).sort();
}

/**
 * Every row of every table without what is sealed in it. Left out are the list of keys, and which words may be in the air:
 * that is in doubt from then on.
 */
async function readUnsealed(database: Database): Promise<unknown> {
  const all: Record<string, unknown> = {};
  for (const { name } of (await readTables(database)).filter((table) => !['data_key', 'echo_doubt'].includes(table.name))) {
    const columns = sealedColumns.filter(({ table }) => table === name).map(({ column }) => column);
    all[name] = await database.query(`select (to_jsonb(t) - $1::text[])::text as row from causo.${name} t order by 1`, [[...columns, 'traces']]);
  }
  return all;
}

const dataKeys = async (database: Database): Promise<readonly string[]> =>
  (await database.query<{ key: string }>(`select encode(fingerprint, 'hex') as key from causo.data_key order by 1`)).map(({ key }) => key);

describe.each(testSetUps())('a change of keys on $name', (setUp) => {
  let opened: TestDatabase;
  let database: Database;
  beforeAll(async () => {
    opened = await openTestDatabase(setUp);
    database = opened.database;
  });
  beforeEach(async () => {
    await emptyTables(database);
    await checkDataKeys(database, before);
  });
  afterAll(() => opened.drop());

  /** People in the middle of a conversation, their sessions and messages under the old key. */
  const createPeople = async (count: number): Promise<readonly { readonly contact: number; readonly address: number }[]> => {
    const people = [];
    for (let person = 0; person < count; person += 1) {
      const ids = await createContact(database, `person ${person}`);
      const loaded = the((await loadContacts(database, before, [ids.contact])).get(ids.contact));
      await commitTurns(database, before, 'one', [turnOf(loaded, ids.address, { messages: [message('inbound', 'chào')] })]);
      people.push(ids);
    }
    return people;
  };
  const takeTurn = async ({ contact, address }: { readonly contact: number; readonly address: number }, on: Database = database): Promise<void> => {
    const loaded = the((await loadContacts(on, both, [contact])).get(contact));
    const session = { ...waiting, frames: [{ ...the(waiting.frames[0]), slots: { bank: 'between' } }] };
    expect(await commitTurns(on, both, 'one', [turnOf(loaded, address, { session, messages: [message('outbound', 'dạ')] })])).toHaveLength(1);
  };
  const bankOf = async (contact: number, sealer: Sealer): Promise<unknown> =>
    the((await loadContacts(database, sealer, [contact])).get(contact)).session.frames[0]?.slots['bank'];

  it('has a word for every column of bytes, and none for a column that is not there', async () => {
    const columns = await database.query<{ name: string }>(
      `select table_name || '.' || column_name as name from information_schema.columns where table_schema = 'causo' and data_type = 'bytea'`,
    );
    const known = [...sealedColumns.map(columnName), ...Object.keys(otherByteColumns)];
    expect(known.toSorted()).toEqual(columns.map(({ name }) => name).toSorted());
  });

  it('seals every value of every table anew, whatever is in it, and changes nothing else', async () => {
    const maker = await createRowMaker(database);
    const touched = new Set<string>();
    const property = fc.asyncProperty(maker.rows, async (rows) => {
      await emptyTables(database);
      await checkDataKeys(database, before);
      await maker.insert(rows);
      await sealUnderOldKey(database);
      const [values, rest] = [await openAll(database, before), await readUnsealed(database)];
      values.forEach((value) => touched.add(String(JSON.parse(String(value))[0])));
      const said = await sealAll(createRekey(database, both));
      expect(said.at(-2)).toBe(`No row needs the key ${nameOf(before)} any more: it may leave DATA_KEY now, with a restart of all processes.`);
      expect(said.at(-1)).toBe('Backups that were made before need the old key to be restored: keep it, apart from them, for as long as you keep them.');
      expect(await openAll(database, after)).toEqual(values);
      expect(await readUnsealed(database)).toEqual(rest);
      expect(await dataKeys(database)).toEqual([nameOf(after)]);
    });
    await fc.assert(property, { numRuns: 5, endOnFailure: true });
    // A column that no random row filled would be one that nothing was tried on.
    expect([...touched].toSorted()).toEqual(sealedColumns.map(columnName).toSorted());
  });

  it('walks through more rows than it looks at together', async () => {
    await database.query(`insert into causo.contact (created_at, state) select $1, $2 from generate_series(1, 450)`, [now, before.seal('many')]);
    const said = await sealAll(createRekey(database, both));
    expect(said).toContain('contact.state: 450 rows, 450 sealed anew');
    expect(await openAll(database, after)).toHaveLength(450);
  });

  it('ends the need for the old key: a start goes on with the new one alone, and is refused with the old one alone', async () => {
    await createPeople(2);
    await expect(checkDataKeys(database, after)).rejects.toThrow(/^Expected DATA_KEY to hold every key/);
    await sealAll(createRekey(database, both));
    await checkDataKeys(database, after);
    await expect(checkDataKeys(database, before)).rejects.toThrow(/^Expected DATA_KEY to hold every key/);
  });

  it('says that there was nothing to do when it is run once more', async () => {
    await createPeople(1);
    await sealAll(createRekey(database, both));
    const said = await sealAll(createRekey(database, both));
    expect(said).toHaveLength(3);
    expect(said[1]).toMatch(`Every row was under the key ${nameOf(after)} already: DATA_KEY needs no other one.`);
  });

  it('loses no turn that is committed between the reading and the writing of a portion', async () => {
    const property = fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 6 }), async (takesTurn) => {
      await emptyTables(database);
      await checkDataKeys(database, before);
      const people = await createPeople(takesTurn.length);
      let isDone = false;
      const racing = heldDatabase(database, async (text) => {
        if (isDone || !text.includes('update causo.contact') || !text.includes('with free as')) return;
        isDone = true;
        for (const [index, person] of people.entries()) if (takesTurn[index]) await takeTurn(person);
      });
      await sealAll(createRekey(racing, both));
      expect(isDone).toBe(true);
      for (const [index, { contact }] of people.entries()) expect(await bankOf(contact, after)).toBe(takesTurn[index] ? 'between' : '970436');
      await checkDataKeys(database, after);
    });
    await fc.assert(property, { numRuns: 8, endOnFailure: true });
  });

  it('lets a turn win that was loaded before a portion was written and is committed after it', async () => {
    const [person] = await createPeople(1);
    const { contact, address } = the(person);
    const loaded = the((await loadContacts(database, both, [contact])).get(contact));
    await sealAll(createRekey(database, both));
    expect(await commitTurns(database, both, 'one', [turnOf(loaded, address)])).toHaveLength(1);
    expect(await bankOf(contact, after)).toBe('970436');
  });

  it('goes on after it was interrupted at any point, and asks for the old key until it is through', async () => {
    const property = fc.asyncProperty(fc.nat(sealedColumns.length - 1), async (steps) => {
      await emptyTables(database);
      await checkDataKeys(database, before);
      await createPeople(3);
      await database.query('insert into causo.channel_token (channel, account, pair, access_expires_at, refresh_expires_at) values ($1, $1, $2, $3, $3)', ['z', before.seal({}), now]);
      const desk = createRekey(database, both);
      let left = steps;
      const interrupted: Rekey = { ...desk, sealNext: (column, row) => (left-- > 0 ? desk.sealNext(column, row) : Promise.reject(new Error('interrupted'))) };
      await expect(sealAll(interrupted)).rejects.toThrow('interrupted');
      const middle = await desk.end();
      expect([middle.removed, middle.needed.map(({ key }) => key)]).toEqual([[], [nameOf(before)]]);
      await expect(checkDataKeys(database, after)).rejects.toThrow(/^Expected DATA_KEY/);
      await checkDataKeys(database, both);
      await sealAll(desk);
      await checkDataKeys(database, after);
      expect(await openAll(database, after)).toHaveLength(7);
    });
    await fc.assert(property, { numRuns: 6, endOnFailure: true });
  });

  it('leaves what no key opens as it is, and keeps a key while damaged values name it', async () => {
    const [first, second] = await createPeople(2);
    const foreign = createSealer([randomBytes(32)]).seal('foreign');
    await database.query('update causo.contact set state = $2 where id = $1', [the(first).contact, foreign]);
    const said = await sealAll(createRekey(database, both));
    expect(said).toContain('1 values open with no key of DATA_KEY, because they are damaged or their key is lost; they were left as they are.');
    expect(said.join('\n')).toContain(`No row needs the key ${nameOf(before)} any more`);
    await checkDataKeys(database, both);
    const damaged = Buffer.from(before.seal('damaged'));
    damaged[20] = (damaged[20] ?? 0) ^ 1;
    await database.query('update causo.contact set state = $2 where id = $1', [the(second).contact, damaged]);
    // The old key is in use again, as after the restore of an old backup.
    await database.query('insert into causo.data_key (fingerprint, sealed) values ($1, $2)', [before.fingerprint, before.seal('cau-so')]);
    await expect(sealAll(createRekey(database, both))).rejects.toThrow(`there are 1 values under ${nameOf(before)}, in use all the while or damaged`);
    expect(await dataKeys(database)).toEqual([nameOf(before), nameOf(after)].toSorted());
    expect(await database.query('select state from causo.contact order by id')).toEqual([foreign, damaged].map((state) => ({ state: expect.objectContaining(state) })));
  });

  it('is refused without a key that is still needed, before anything is noted', async () => {
    await createPeople(1);
    await expect(sealAll(createRekey(database, after))).rejects.toThrow(/^Expected DATA_KEY to hold every key/);
    expect(await dataKeys(database)).toEqual([nameOf(before)]);
  });

  it('finds codes that were made before it', async () => {
    const [giver, taker] = [await createContact(database, 'an', 'zalo'), await createContact(database, 'ba', 'web')];
    const code = await createLinkCode(database, before, giver, now);
    expect(await checkLinkCode(database, both, taker, code, later(1))).toMatchObject({ outcome: 'done', channels: ['zalo'] });
    const administrator = await createAdministratorCode(database, before, now);
    expect(await claimAdministrator(database, both, taker, administrator.code, later(1))).toBe('done');
    expect(await claimAdministrator(database, both, taker, '00000000', later(1))).toBe('wrong');
  });
});

describe.each(testSetUps().filter(({ databaseUrl }) => databaseUrl !== undefined))('a change of keys beside other processes on $name', (setUp) => {
  let opened: TestDatabase;
  let other: Database;
  beforeAll(async () => {
    opened = await openTestDatabase(setUp);
    other = await openPatiently(the(opened.url));
  });
  beforeEach(async () => {
    await emptyTables(opened.database);
    await checkDataKeys(opened.database, before);
  });
  afterAll(async () => {
    await other.close();
    await opened.drop();
  });

  /** A process that is alive for the next hour, however slow the machine is. */
  const live = async (owner: string, key: string | undefined): Promise<void> => {
    await beat(opened.database, owner, key);
    await opened.database.query(`update causo.process set seen_at = now() + interval '1 hour' where owner = $1`, [owner]);
  };

  it.each([['seals with the old key', nameOf(before)], ['does not say what it seals with', undefined]])('is refused while a process %s, and nothing has changed', async (_name, key) => {
    await live('of yesterday', key);
    await opened.database.query('insert into causo.contact (created_at, state) values ($1, $2)', [now, before.seal('old')]);
    await expect(sealAll(createRekey(opened.database, both))).rejects.toThrow(`Expected every process of the assistant to seal with the key ${nameOf(both)}, but 1 seal with another one`);
    expect(await openAll(opened.database, before)).toHaveLength(1);
    // Whoever knows the old key only may still start.
    await checkDataKeys(opened.database, before);
  });

  it('removes no key while a process seals with it that began in the middle', async () => {
    await live('of today', nameOf(both));
    const desk = createRekey(opened.database, both);
    expect(await desk.begin()).toEqual({ key: nameOf(both), others: 0 });
    await live('of yesterday', nameOf(before));
    expect(await desk.end()).toEqual({ removed: [], needed: [], others: 1 });
    expect(await dataKeys(opened.database)).toEqual([nameOf(before), nameOf(after)].toSorted());
  });

  it('notes a key again with which a process begins while it is being removed', async () => {
    const reached = createGate();
    const gate = createGate();
    const held = heldDatabase(opened.database, async (text) => {
      if (!text.includes('count(*)::int as count from causo.contact')) return;
      reached.open();
      await gate.wait;
    });
    const desk = createRekey(held, both);
    await desk.begin();
    const ending = desk.end();
    await reached.wait;
    const starting = checkDataKeys(other, createSealer([oldKey, newKey]));
    await somebodyWaits(opened.database);
    gate.open();
    expect((await ending).removed).toEqual([nameOf(before)]);
    await starting;
    expect(await dataKeys(opened.database)).toEqual([nameOf(before), nameOf(after)].toSorted());
  });

  it('waits for no row that somebody holds, and takes it in a later round', async () => {
    const contacts = await opened.database.query<{ id: number }>('insert into causo.contact (created_at, state) select $1, $2 from generate_series(1, 3) returning id', [now, before.seal('held')]);
    const held = createGate();
    const holds = createGate();
    const holding = other.transaction(async (transaction) => {
      await transaction.query('select from causo.contact where id = $1 for update', [contacts[1]?.id]);
      holds.open();
      await held.wait;
    });
    await holds.wait;
    const desk = createRekey(opened.database, both);
    await desk.begin();
    expect(await desk.sealNext('contact.state', undefined)).toEqual({ rows: 3, sealed: 2, busy: 1, unreadable: 0, last: undefined });
    held.open();
    await holding;
    await sealAll(desk);
    expect(await openAll(opened.database, after)).toHaveLength(3);
  });
});
