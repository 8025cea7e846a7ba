import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { requestAppointment } from '../../src/store/appointments.ts';
import { recordConsent } from '../../src/store/consents.ts';
import { addCall } from '../../src/store/calls.ts';
import { eraseContact, erasureRules, removeErased } from '../../src/store/erasure.ts';
import { readHoldings } from '../../src/store/holdings.ts';
import { loadMedia, saveMedia } from '../../src/store/media.ts';
import { endKeeping, maskOldSensitive, maskSensitive, messagesAfter } from '../../src/store/messages.ts';
import { finish, loadOutbox } from '../../src/store/outbox.ts';
import { savePending } from '../../src/store/pending.ts';
import { setReminder } from '../../src/store/reminders.ts';
import { applyRetention } from '../../src/store/retention.ts';
import { openTicket } from '../../src/store/tickets.ts';
import { commitTurns } from '../../src/store/commit-turns.ts';
import { setWait } from '../../src/store/waits.ts';
import { testSetUps } from '../support/set-ups.ts';
import { testSealer } from '../support/test-assistant.ts';
import { emptyTables, openTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { countRows, createContact, later, load, message, now, outbound, tableNames, the, turnOf } from './rows.ts';

const hour = 3_600_000;

describe.each(testSetUps())('what is held about people on $name', (setUp) => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openTestDatabase(setUp);
  });
  afterEach(() => emptyTables(opened.database));
  afterAll(() => opened.drop());

  /** Somebody with a row in every table that can hold one. */
  const createFullContact = async (person: string, channel = 'test'): Promise<{ readonly contact: number; readonly address: number; readonly picture: number }> => {
    const { database } = opened;
    const ids = await createContact(database, person, channel);
    const { contact, address } = ids;
    await commitTurns(database, testSealer, 'one', [
      turnOf(await load(database, contact), address, {
        messages: [message('inbound', 'số 0071000123456', true), message('outbound', 'dạ')],
        outbound: [outbound('dạ', { message: 1 }), outbound('còn nữa')],
      }),
    ]);
    await savePending(database, testSealer, [{ ...ids, channel, account: 'bot', updateId: `${person}-waits`, payload: { text: 'chờ' }, receivedAt: now }]);
    const consent = await recordConsent(database, testSealer, { contact, purpose: 'general_use', textVersion: 'v1', granted: true, channel, at: now });
    await requestAppointment(database, testSealer, { contact, address, consent, name: 'Bé', birth: '1960', now });
    await setReminder(database, testSealer, { contact, kind: 'vneid_visit', matter: 'self', dueAt: later(hour), payload: {}, now });
    await openTicket(database, testSealer, { contact, address, topic: 'market', summary: [{ slots: {} }], now });
    await setWait(database, contact, 1, later(hour));
    await addCall(database, testSealer, { contact, address, number: 1, service: 'market.check_qr', input: {}, now, giveUpAt: later(hour) });
    const picture = await saveMedia(database, testSealer, { contact, bytes: Buffer.from('png'), mediaType: 'image/png', now, expiresAt: later(hour) });
    return { ...ids, picture };
  };

  const rowsOf = async (contact: number): Promise<Readonly<Record<string, number>>> => {
    const counts: Record<string, number> = {};
    for (const table of ['address', 'inbound', 'outbox', 'message', 'media', 'consent', 'ticket', 'wait', 'call', 'appointment', 'reminder']) {
      const rows = await opened.database.query(`select contact_id from causo.${table} where contact_id = $1`, [contact]);
      if (rows.length > 0) counts[table] = rows.length;
    }
    return counts;
  };

  it('has a rule for every table, and no rule for a table that is not there', async () => {
    expect(Object.keys(erasureRules).toSorted()).toEqual(await tableNames(opened.database));
    expect(Object.values(erasureRules).every((rule) => rule.length > 5)).toBe(true);
  });

  it('goes at once but for the way of the receipt and the proof without a name', async () => {
    const { contact } = await createFullContact('an');
    expect(Object.keys(await rowsOf(contact)).toSorted()).toEqual(['address', 'appointment', 'call', 'consent', 'inbound', 'media', 'message', 'outbox', 'reminder', 'ticket', 'wait']);
    await opened.database.transaction((transaction) => eraseContact(transaction, contact, now));
    expect(await rowsOf(contact)).toEqual({ address: 1 });
    expect(await opened.database.query('select distinct state, payload, contact_id, address_id from causo.inbound')).toEqual([
      { state: 'done', payload: null, contact_id: null, address_id: null },
    ]);
    const [proof] = await opened.database.query<{ contact_id: null; subject: Uint8Array }>('select contact_id, subject from causo.consent');
    expect(proof?.contact_id).toBeNull();
    expect(Buffer.from(proof?.subject ?? [])).toEqual(testSealer.lookUp(`contact ${contact}`));
    expect(await opened.database.query('select pending from causo.contact')).toEqual([{ pending: 0 }]);
    expect(await opened.database.query('select queued, finished from causo.address')).toEqual([{ queued: 2, finished: 2 }]);
  });

  it('of everybody else stays as it is', async () => {
    const { contact } = await createFullContact('an');
    const other = await createFullContact('ba');
    const before = await rowsOf(other.contact);
    await opened.database.transaction((transaction) => eraseContact(transaction, contact, now));
    await opened.database.query('update causo.contact set erased_at = $2 where id = $1', [contact, now]);
    expect(await removeErased(opened.database, later(hour))).toBe(1);
    expect(await rowsOf(other.contact)).toEqual(before);
    expect(await loadMedia(opened.database, testSealer, other.contact, other.picture, now)).toBeDefined();
  });

  it('is told in rows when it goes', async () => {
    const { contact } = await createFullContact('an');
    // Two messages, a picture, a ticket, a wait, a call, an appointment, a reminder and two unsent rows.
    expect(await opened.database.transaction((transaction) => eraseContact(transaction, contact, now))).toBe(10);
    expect(await opened.database.transaction((transaction) => eraseContact(transaction, contact, now))).toBe(0);
  });

  it('includes the address until the receipt was sent, or a day has passed', async () => {
    const { database } = opened;
    const { contact, address } = await createFullContact('an');
    await database.transaction(async (transaction) => {
      await eraseContact(transaction, contact, now);
      await commitTurns(transaction, testSealer, 'one', [turnOf(await load(transaction, contact), address, { erases: true, outbound: [outbound('đã xóa')] })]);
    });
    expect(await removeErased(database, later(11 * 60_000))).toBe(0);
    const rows = await loadOutbox(database, testSealer, address);
    expect(rows).toHaveLength(1);
    await finish(database, 'one', { address, row: the(rows[0]).row });
    expect(await removeErased(database, later(9 * 60_000))).toBe(0);
    expect(await removeErased(database, later(11 * 60_000))).toBe(1);
    expect(await countRows(database)).toEqual({ consent: 1, inbound: 3 });
    await applyRetention(database, later(49 * hour));
    expect(await countRows(database)).toEqual({ consent: 1 });
    await applyRetention(database, later(25 * 31 * 24 * hour));
    expect(await countRows(database)).toEqual({});
  });

  it('goes after a day even when the receipt could not be sent', async () => {
    const { contact } = await createFullContact('an');
    await opened.database.query('update causo.contact set erased_at = $2 where id = $1', [contact, now]);
    expect(await removeErased(opened.database, later(23 * hour))).toBe(0);
    expect(await removeErased(opened.database, later(25 * hour))).toBe(1);
  });

  it('is counted for the person who asks, and nobody else', async () => {
    const { contact } = await createFullContact('an');
    await createFullContact('ba');
    expect(await readHoldings(opened.database, contact)).toEqual({ messages: 2, pictures: 1, openTickets: 1, consents: 1, appointments: 1, reminders: 1, since: now });
    expect(await readHoldings(opened.database, 999_999)).toBeUndefined();
  });

  it('never shows a picture to another contact, nor after its time', async () => {
    const [an, ba] = [await createFullContact('an'), await createFullContact('ba')];
    expect(await loadMedia(opened.database, testSealer, an.contact, an.picture, now)).toEqual({ bytes: Buffer.from('png'), mediaType: 'image/png' });
    expect(await loadMedia(opened.database, testSealer, an.contact, ba.picture, now)).toBeUndefined();
    expect(await loadMedia(opened.database, testSealer, an.contact, an.picture, later(hour))).toBeUndefined();
    expect(await loadMedia(opened.database, testSealer, an.contact, 0, now)).toBeUndefined();
  });

  it('includes no hash of a picture that could be tried out without the key', async () => {
    const { contact } = await createContact(opened.database, 'an');
    const bytes = Buffer.from('a code with an account number');
    await saveMedia(opened.database, testSealer, { contact, bytes, mediaType: 'image/png', now, expiresAt: later(hour) });
    const [row] = await opened.database.query<{ hash: Uint8Array; bytes: Uint8Array }>('select hash, bytes from causo.media');
    expect(Buffer.from(row?.hash ?? [])).not.toEqual(createHash('sha256').update(bytes).digest());
    expect(Buffer.from(row?.bytes ?? []).includes('account number')).toBe(false);
  });

  it('is read page by page: the newest first of all, then what came after', async () => {
    const { contact, address } = await createContact(opened.database, 'an');
    const messages = Array.from({ length: 10 }, (_, index) => message('inbound', `${index + 1}`));
    await commitTurns(opened.database, testSealer, 'one', [turnOf(await load(opened.database, contact), address, { messages })]);
    const numbers = async (after: number): Promise<readonly number[]> =>
      (await messagesAfter(opened.database, testSealer, contact, after, 4)).map(({ number }) => number);
    expect(await numbers(0)).toEqual([7, 8, 9, 10]);
    expect(await numbers(3)).toEqual([4, 5, 6, 7]);
    expect(await numbers(10)).toEqual([]);
  });

  it('has its numbers masked once, for one person or for all after their time', async () => {
    const [an, ba] = [await createFullContact('an'), await createFullContact('ba')];
    const masked = (): unknown => ({ text: 'che' });
    await maskSensitive(opened.database, testSealer, an.contact, masked);
    expect(await messagesAfter(opened.database, testSealer, an.contact, 0, 9)).toMatchObject([{ payload: { text: 'che' } }, { payload: { text: 'dạ' } }]);
    expect(await messagesAfter(opened.database, testSealer, ba.contact, 0, 9)).toMatchObject([{ payload: { text: 'số 0071000123456' } }, {}]);
    expect(await maskOldSensitive(opened.database, testSealer, now, masked)).toBe(0);
    expect(await maskOldSensitive(opened.database, testSealer, later(1), masked)).toBe(1);
    expect(await maskOldSensitive(opened.database, testSealer, later(1), masked)).toBe(0);
  });

  it('goes when keeping ends: at once on chat apps, within a day on the web', async () => {
    const [app, web] = [await createFullContact('an'), await createFullContact('ba', 'web')];
    await opened.database.query('update causo.message set expires_at = $1', [later(30 * 24 * hour)]);
    await endKeeping(opened.database, app.contact, 24);
    await endKeeping(opened.database, web.contact, 24);
    expect(await rowsOf(app.contact)).not.toHaveProperty('message');
    expect(await opened.database.query('select distinct expires_at as at from causo.message')).toEqual([{ at: later(24 * hour) }]);
    await applyRetention(opened.database, later(24 * hour + 1));
    expect(await rowsOf(web.contact)).not.toHaveProperty('message');
  });
});
