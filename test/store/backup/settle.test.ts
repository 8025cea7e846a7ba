import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { recordConsent } from '../../../src/store/consents.ts';
import { createChannelTokens, type NewTokens } from '../../../src/store/channel-tokens.ts';
import { eraseContact } from '../../../src/store/erasure.ts';
import { takeLease } from '../../../src/store/outbox.ts';
import { testSetUps } from '../../support/set-ups.ts';
import { testSealer } from '../../support/test-assistant.ts';
import { emptyTables, openTestDatabase, type TestDatabase } from '../../support/test-database.ts';
import { countRows, createContact, later, now } from '../rows.ts';
import { backupPlace, loadFrom, saveTo } from './places.ts';

vi.setConfig({ testTimeout: 60_000 });

const pair = (name: string, refreshExpiresAt: Date): NewTokens => ({ accessToken: `access ${name}`, refreshToken: `refresh ${name}`, accessExpiresAt: later(90_000_000), refreshExpiresAt });

describe.each(testSetUps())('what comes back from a backup on $name', (setUp) => {
  const place = backupPlace();
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openTestDatabase(setUp);
  });
  beforeEach(() => emptyTables(opened.database));
  afterAll(async () => {
    place.remove();
    await opened.drop();
  });

  const numbersOf = async (): Promise<unknown> => {
    const [row] = await opened.database.query(
      'select session_number as session, question_number as question, call_number as call, message_number as message from causo.contact',
    );
    return row;
  };

  it('holds no lease any more', async () => {
    const { address } = await createContact(opened.database, 'an');
    await takeLease(opened.database, address, 'a process of then');
    await loadFrom(await saveTo(place.file(), opened.database), opened.database);
    expect(await opened.database.query('select lease_owner, lease_until from causo.address')).toEqual([{ lease_owner: null, lease_until: null }]);
  });

  it('goes on with its own numbers after an import', async () => {
    const { contact } = await createContact(opened.database, 'an');
    await opened.database.query('update causo.contact set session_number = 2, question_number = 9, message_number = 20');
    await loadFrom(await saveTo(place.file(), opened.database, 'export'), opened.database, { goesOn: true });
    expect(await numbersOf()).toEqual({ session: 2, question: 9, call: 0, message: 20 });
    expect((await createContact(opened.database, 'bình')).contact).toBe(contact + 1);
  });

  it('numbers after a gap when time has passed since, so that no number of the lost time means anything else', async () => {
    const { contact, address } = await createContact(opened.database, 'an');
    await opened.database.query('update causo.contact set session_number = 2, question_number = 9, message_number = 20');
    await loadFrom(await saveTo(place.file(), opened.database), opened.database, { goesOn: false });
    expect(await numbersOf()).toEqual({ session: 2, question: 10_009, call: 10_000, message: 10_020 });
    const next = await createContact(opened.database, 'bình');
    expect(next.contact).toBeGreaterThan(contact + 100_000);
    expect(next.address).toBeGreaterThan(address + 100_000);
  });

  it('has the tokens of Zalo that are newer, since those of the backup can be used no more', async () => {
    const zalo = createChannelTokens(opened.database, testSealer, { channel: 'zalo', account: 'oa' });
    await zalo.adopt(pair('old', later(1_000_000)));
    const file = await saveTo(place.file(), opened.database);
    await zalo.adopt(pair('new', later(2_000_000)));
    expect(await loadFrom(file, opened.database)).toMatchObject({ oldTokens: 0 });
    expect(await zalo.load()).toMatchObject({ refreshToken: 'refresh new', version: 2 });
  });

  it('has its own tokens of Zalo where there are none or older ones, and says so', async () => {
    const zalo = createChannelTokens(opened.database, testSealer, { channel: 'zalo', account: 'oa' });
    await zalo.adopt(pair('of the backup', later(2_000_000)));
    const file = await saveTo(place.file(), opened.database);
    await emptyTables(opened.database);
    expect(await loadFrom(file, opened.database)).toMatchObject({ oldTokens: 1 });
    await emptyTables(opened.database);
    await zalo.adopt(pair('older', later(1_000_000)));
    expect(await loadFrom(file, opened.database)).toMatchObject({ oldTokens: 1 });
    expect(await zalo.load()).toMatchObject({ refreshToken: 'refresh of the backup' });
  });

  it('is erased once more where somebody asked for it after the backup', async () => {
    const { contact } = await createContact(opened.database, 'an');
    const { contact: other } = await createContact(opened.database, 'bình');
    const consent = { purpose: 'chat', textVersion: 'v1', granted: true, channel: 'test', at: now };
    await recordConsent(opened.database, testSealer, { contact, ...consent });
    await recordConsent(opened.database, testSealer, { contact: other, ...consent });
    const file = await saveTo(place.file(), opened.database);
    await eraseContact(opened.database, contact, later(1000));
    expect(await loadFrom(file, opened.database)).toMatchObject({ erasedAgain: 1 });
    expect(await opened.database.query('select id from causo.contact')).toEqual([{ id: other }]);
    expect(await opened.database.query('select platform_id from causo.address')).toEqual([{ platform_id: 'bình' }]);
    // The proof of both consents stays.
    expect(await countRows(opened.database)).toMatchObject({ consent: 2, contact: 1 });
  });
});
