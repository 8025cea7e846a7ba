import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { findAddress, findOrCreateAddress, isUniqueViolation, setBlocked } from '../../src/store/contacts.ts';
import type { Database } from '../../src/store/database.ts';
import { testSetUps } from '../support/set-ups.ts';
import { emptyTables, openPatiently, openTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { countRows, now } from './rows.ts';

const setUps = testSetUps();
const key = { channel: 'test', account: 'bot', platformId: '9007199254740993' };

describe.each(setUps)('contacts on $name', (setUp) => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openTestDatabase(setUp);
  });
  afterEach(() => emptyTables(opened.database));
  afterAll(() => opened.drop());

  it('are made for somebody new and found again', async () => {
    expect(await findAddress(opened.database, key)).toBeUndefined();
    const made = await findOrCreateAddress(opened.database, key, now);
    expect(await findOrCreateAddress(opened.database, key, now)).toEqual(made);
    expect(await countRows(opened.database)).toEqual({ address: 1, contact: 1 });
  });

  it('are different people on another channel, with another bot, and under another id', async () => {
    const keys = [key, { ...key, channel: 'web' }, { ...key, account: 'bot2' }, { ...key, platformId: '9007199254740992' }];
    const made = [];
    for (const one of keys) made.push(await findOrCreateAddress(opened.database, one, now));
    expect(new Set(made.map(({ contact }) => contact)).size).toBe(4);
  });

  it('are one contact when the same newcomer is met many times at once', async () => {
    const met = await Promise.all(Array.from({ length: 20 }, () => findOrCreateAddress(opened.database, key, now)));
    expect(new Set(met.map((ids) => JSON.stringify(ids))).size).toBe(1);
    expect(await countRows(opened.database)).toEqual({ address: 1, contact: 1 });
  });

  it('can be marked as blocked and as open again', async () => {
    const { address } = await findOrCreateAddress(opened.database, key, now);
    await setBlocked(opened.database, address, now);
    expect(await opened.database.query('select blocked_at as at from causo.address')).toEqual([{ at: now }]);
    await setBlocked(opened.database, address, null);
    expect(await opened.database.query('select blocked_at as at from causo.address')).toEqual([{ at: null }]);
  });
});

describe.each(setUps.filter(({ databaseUrl }) => databaseUrl !== undefined))('contacts of several processes on $name', (setUp) => {
  let opened: TestDatabase;
  let other: Database;
  beforeAll(async () => {
    opened = await openTestDatabase(setUp);
    other = await openPatiently(opened.url ?? '');
  });
  afterAll(async () => {
    await other.close();
    await opened.drop();
  });

  it('are one contact each when two processes meet the same newcomers', async () => {
    const people = Array.from({ length: 50 }, (_, index) => ({ ...key, platformId: `newcomer-${index}` }));
    const [here, there] = await Promise.all([opened.database, other].map((database) => Promise.all(people.map((person) => findOrCreateAddress(database, person, now)))));
    expect(here).toEqual(there);
    expect(await countRows(opened.database)).toEqual({ address: 50, contact: 50 });
  });
});

describe('a unique violation', () => {
  it('is known by its code', () => {
    expect(isUniqueViolation(Object.assign(new Error('x'), { code: '23505' }))).toBe(true);
    expect([new Error('x'), Object.assign(new Error('x'), { code: '40P01' }), { code: '23505' }, undefined].map(isUniqueViolation)).toEqual([false, false, false, false]);
  });
});
