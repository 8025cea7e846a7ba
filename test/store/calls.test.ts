import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { addCall, claimCall, dueCalls, endCall, lateCalls, putOffCall, type ScheduledCall } from '../../src/store/calls.ts';
import { eraseContact } from '../../src/store/erasure.ts';
import { testSetUps } from '../support/set-ups.ts';
import { testSealer } from '../support/test-assistant.ts';
import { emptyTables, openTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { createContact, later, now, the } from './rows.ts';

const input = { photo: ['telegram', 'bot', 'file-of-somebody'] };

describe.each(testSetUps())('calls to the outside on $name', (setUp) => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openTestDatabase(setUp);
  });
  afterEach(() => emptyTables(opened.database));
  afterAll(() => opened.drop());

  const add = async (person = 'an'): Promise<ScheduledCall & { readonly contact: number }> => {
    const { contact, address } = await createContact(opened.database, person);
    const call = await addCall(opened.database, testSealer, { contact, address, number: 4, service: 'market.check_qr', input, now, giveUpAt: later(90_000) });
    return { ...call, contact };
  };
  const claim = (call: Pick<ScheduledCall, 'id' | 'version'>) => claimCall(opened.database, testSealer, call, 60);
  const end = (id: number, version?: number) => opened.database.transaction((transaction) => endCall(transaction, testSealer, id, version, now));
  const killOwner = () => opened.database.query(`update causo.call set lease_until = now() - interval '1 s'`);

  it('keep what they are about sealed, and only until they have ended', async () => {
    const call = await add();
    const sealed = await opened.database.query<{ input: Uint8Array }>('select input from causo.call');
    expect(Buffer.from(the(sealed[0]).input).includes('file-of-somebody')).toBe(false);
    expect(await end(call.id, 1)).toMatchObject({ contact: call.contact, number: 4, service: 'market.check_qr', input });
    expect(await opened.database.query('select input, lease_until from causo.call')).toEqual([{ input: null, lease_until: null }]);
  });

  it('are taken on by one alone, who is told what it is about', async () => {
    const call = await add();
    const claims = await Promise.all([claim(call), claim(call), claim(call)]);
    expect(claims.filter((claimed) => claimed !== undefined)).toMatchObject([{ contact: call.contact, number: 4, input, attempts: 1 }]);
  });

  it('are taken on again when their process was killed, and every try counts', async () => {
    const call = await add();
    await claim(call);
    expect(await claim(call)).toBeUndefined();
    await killOwner();
    expect(await claim(call)).toMatchObject({ attempts: 2 });
  });

  it('are found by the timer when they are due and nobody is at them', async () => {
    const call = await add();
    expect(await dueCalls(opened.database, now)).toEqual([]);
    expect(await dueCalls(opened.database, later(1))).toMatchObject([{ id: call.id, version: 1, dueAt: now }]);
    await claim(call);
    expect(await dueCalls(opened.database, later(1))).toEqual([]);
    await killOwner();
    expect(await dueCalls(opened.database, later(1))).toHaveLength(1);
  });

  it('are put off under a new version, which makes the old job end', async () => {
    const call = await add();
    await claim(call);
    expect(await putOffCall(opened.database, call, later(2_000))).toEqual({ id: call.id, version: 2, dueAt: later(2_000) });
    expect(await claim(call)).toBeUndefined();
    expect(await claim({ id: call.id, version: 2 })).toMatchObject({ attempts: 2 });
    expect(await putOffCall(opened.database, call, later(9_000))).toBeUndefined();
  });

  it('end once, whoever comes second', async () => {
    const call = await add();
    const ends = await Promise.all([end(call.id, 1), end(call.id), end(call.id)]);
    expect(ends.filter((ended) => ended !== undefined)).toHaveLength(1);
    expect([await claim(call), await putOffCall(opened.database, call, now), await dueCalls(opened.database, later(1))]).toEqual([undefined, undefined, []]);
  });

  it('end by the try under way alone, unless nobody waits any longer', async () => {
    const call = await add();
    await putOffCall(opened.database, call, later(2_000));
    expect(await end(call.id, 1)).toBeUndefined();
    expect(await lateCalls(opened.database, later(89_999))).toEqual([]);
    expect(await lateCalls(opened.database, later(90_000))).toEqual([call.id]);
    expect(await end(call.id)).toMatchObject({ version: 2 });
    expect(await lateCalls(opened.database, later(90_000))).toEqual([]);
  });

  it('are gone after an erasure, and their end changes nothing any more', async () => {
    const call = await add();
    await claim(call);
    await opened.database.transaction((transaction) => eraseContact(transaction, call.contact, now));
    expect(await opened.database.query('select id from causo.call')).toEqual([]);
    expect([await end(call.id, 1), await putOffCall(opened.database, call, now)]).toEqual([undefined, undefined]);
  });
});
