import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { AddressIds } from '../../src/store/contacts.ts';
import { eraseContact } from '../../src/store/erasure.ts';
import { agreedLinks, agreeToLink, checkLinkCode, createLinkCode } from '../../src/store/link-codes.ts';
import { applyRetention } from '../../src/store/retention.ts';
import { testSetUps } from '../support/set-ups.ts';
import { testSealer } from '../support/test-assistant.ts';
import { emptyTables, openTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { createContact, later, now } from './rows.ts';

const minute = 60_000;

describe.each(testSetUps())('codes that join two accounts on $name', { timeout: 120_000 }, (setUp) => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openTestDatabase(setUp);
  });
  afterEach(() => emptyTables(opened.database));
  afterAll(() => opened.drop());

  const person = (name: string, channel: string): Promise<AddressIds> => createContact(opened.database, name, channel);
  const create = (place: AddressIds, at = now): Promise<string> => createLinkCode(opened.database, testSealer, place, at);
  const check = (place: AddressIds, code: string, at = now) => checkLinkCode(opened.database, testSealer, place, code, at);
  const outcome = async (place: AddressIds, code: string, at = now): Promise<string> => (await check(place, code, at)).outcome;
  const linkOf = async (place: AddressIds, code: string): Promise<number> => {
    const checked = await check(place, code);
    if (checked.outcome !== 'done') throw new Error(`Expected a code that can be used, got ${checked.outcome}`);
    return checked.link;
  };

  it('are eight digits that stand in no table', async () => {
    const an = await person('an', 'zalo');
    const codes = new Set<string>();
    for (let index = 0; index < 20; index += 1) codes.add(await create(an));
    expect(codes.size).toBe(20);
    expect([...codes].filter((code) => !/^[1-9]\d{7}$/.test(code))).toEqual([]);
    const stored = JSON.stringify(await opened.database.query('select *, encode(code_hash, \'hex\') as hex, encode(code_hash, \'escape\') as plain from causo.link_code'));
    expect([...codes].filter((code) => stored.includes(code))).toEqual([]);
  });

  it('name the channels of whoever made them, and nothing else', async () => {
    const [an, ba] = [await person('an', 'zalo'), await person('an', 'telegram')];
    expect(await check(ba, await create(an))).toEqual({ outcome: 'done', link: expect.any(Number), channels: ['zalo'] });
  });

  it('can be typed for ten minutes', async () => {
    const [an, ba] = [await person('an', 'zalo'), await person('an', 'telegram')];
    const code = await create(an);
    expect(await outcome(ba, code, later(10 * minute - 1))).toBe('done');
    expect(await outcome(ba, code, later(10 * minute))).toBe('expired');
  });

  it('end when the same person takes a newer one', async () => {
    const [an, ba] = [await person('an', 'zalo'), await person('an', 'telegram')];
    const [older, newer] = [await create(an), await create(an, later(1))];
    expect([await outcome(ba, older, later(2)), await outcome(ba, newer, later(2))]).toEqual(['expired', 'done']);
  });

  it('are known as ones of this very place, or of the same channel', async () => {
    const [an, bo] = [await person('an', 'zalo'), await person('bo', 'zalo')];
    const code = await create(an);
    expect(await outcome(an, code)).toBe('own');
    expect(await check(bo, code)).toEqual({ outcome: 'same_channel', channels: ['zalo'] });
  });

  it('can be used although the place where they were shown is blocked by now', async () => {
    const [an, ba] = [await person('an', 'zalo'), await person('an', 'telegram')];
    const code = await create(an);
    await opened.database.query('update causo.address set blocked_at = $1 where id = $2', [now, an.address]);
    expect(await outcome(ba, code)).toBe('done');
  });

  it('go to the first who agrees, also when two do so at the same moment', async () => {
    const [an, ba, bo] = [await person('an', 'zalo'), await person('ba', 'telegram'), await person('bo', 'telegram')];
    const link = await linkOf(ba, await create(an));
    const done = await Promise.all([ba, bo, ba, bo].map((place) => agreeToLink(opened.database, place, link, now)));
    expect(done.toSorted()).toEqual(['done', 'used', 'used', 'used']);
    expect(await agreedLinks(opened.database, now)).toEqual([link]);
  });

  it('cannot be agreed to after their time, nor by who made them', async () => {
    const [an, ba] = [await person('an', 'zalo'), await person('ba', 'telegram')];
    const link = await linkOf(ba, await create(an));
    expect(await agreeToLink(opened.database, ba, link, later(10 * minute))).toBe('expired');
    expect(await agreeToLink(opened.database, an, link, now)).toBe('expired');
    expect(await agreeToLink(opened.database, ba, link + 1, now)).toBe('expired');
    expect(await agreedLinks(opened.database, later(minute))).toEqual([]);
  });

  it('are known as used once somebody has agreed', async () => {
    const [an, ba, bo] = [await person('an', 'zalo'), await person('ba', 'telegram'), await person('bo', 'telegram')];
    const code = await create(an);
    await agreeToLink(opened.database, ba, await linkOf(ba, code), now);
    expect(await outcome(bo, code)).toBe('used');
  });

  it('cannot be guessed by one person more than five times in a quarter of an hour', async () => {
    const [an, ba] = [await person('an', 'zalo'), await person('ba', 'telegram')];
    const code = await create(an, later(10 * minute));
    for (let index = 0; index < 5; index += 1) expect(await outcome(ba, `0000000${index}`, later(index * minute))).toBe('wrong');
    expect(await outcome(ba, '00000009', later(5 * minute))).toBe('too_many');
    expect(await outcome(ba, code, later(14 * minute))).toBe('too_many');
    expect(await outcome(ba, code, later(15 * minute))).toBe('done');
  });

  it('cannot be guessed by many together either, nor by one who has themselves erased again and again', async () => {
    for (let index = 0; index < 60; index += 1) {
      const guesser = await person(`guesser-${index}`, 'web');
      expect(await outcome(guesser, '00000000')).toBe('wrong');
      if (index % 2 === 0) await opened.database.transaction((transaction) => eraseContact(transaction, guesser.contact, now));
    }
    const ba = await person('ba', 'telegram');
    expect(await outcome(ba, '00000000')).toBe('too_many');
    expect(await outcome(ba, '00000000', later(16 * minute))).toBe('wrong');
  });

  it('are gone with an erasure of whoever made them; one that was agreed to keeps only who waits for word', async () => {
    const [an, ba] = [await person('an', 'zalo'), await person('ba', 'telegram')];
    await create(an);
    await agreeToLink(opened.database, ba, await linkOf(ba, await create(an, later(1))), now);
    await opened.database.transaction((transaction) => eraseContact(transaction, an.contact, now));
    expect(await opened.database.query('select contact_id, address_id, taker_contact_id, state from causo.link_code')).toEqual([
      { contact_id: null, address_id: null, taker_contact_id: ba.contact, state: 'agreed' },
    ]);
    await opened.database.transaction((transaction) => eraseContact(transaction, ba.contact, now));
    expect(await opened.database.query('select id from causo.link_code')).toEqual([]);
  });

  it('are removed by upkeep a day after their time, and wrong ones a day after they were typed', async () => {
    const an = await person('an', 'zalo');
    await create(an);
    await outcome(an, '00000000');
    await applyRetention(opened.database, later(24 * 60 * minute + minute));
    const counts = async (table: string): Promise<number> => (await opened.database.query(`select id from causo.${table}`)).length;
    expect([await counts('link_code'), await counts('link_try')]).toEqual([1, 0]);
    await applyRetention(opened.database, later(24 * 60 * minute + 11 * minute));
    expect(await counts('link_code')).toBe(0);
  });
});
