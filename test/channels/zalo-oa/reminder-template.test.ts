import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sweep } from '../../../src/app/sweep.ts';
import { recordConsent } from '../../../src/store/consents.ts';
import { setReminder } from '../../../src/store/reminders.ts';
import { setTemplate, type TemplateMeans } from '../../../src/store/templates.ts';
import { testSealer } from '../../support/test-assistant.ts';
import { testSetUps } from '../../support/set-ups.ts';
import { emptyTables, openTestDatabase, type TestDatabase } from '../../support/test-database.ts';
import { startZaloAssistant, type ZaloAssistant } from '../../support/zalo-assistant.ts';

const person = '24684588352919792123';
const minute = 60_000;
const day = 24 * 3_600_000;

describe.each(testSetUps())('a reminder on Zalo to somebody whose window is closed, on $name', (setUp) => {
  let opened: TestDatabase;
  let running: ZaloAssistant;
  beforeAll(async () => {
    opened = await openTestDatabase(setUp);
  });
  afterEach(async () => {
    await running.close();
    await emptyTables(opened.database);
  });
  afterAll(() => opened.drop());
  const rows = (text: string): Promise<readonly Readonly<Record<string, unknown>>[]> => opened.database.query(text);

  /** Somebody who wrote eight days before their reminder is due, and gave their number for an appointment. */
  const open = async (...means: readonly TemplateMeans[]): Promise<void> => {
    running = await startZaloAssistant(opened.database);
    const { fake, clock } = running;
    fake.addTemplate({ id: '7', byUser: true, parameters: [{ name: 'ngay', longest: 20 }] });
    fake.addPhone('84912000001');
    fake.addUser(person);
    for (const each of means) await setTemplate(opened.database, { kind: 'vneid_activation', means: each, template: '7', parameters: [{ name: 'ngay', value: 'day', longest: 20 }], checkedAt: null });
    await fake.deliver(fake.people.writes(person, 'chào'));
    await expect.poll(() => rows('select id from causo.outbox')).toEqual([]);
    const [{ contact } = {}] = await rows('select contact_id as contact from causo.address');
    const now = clock();
    const consent = await recordConsent(opened.database, testSealer, { contact: Number(contact), purpose: 'health_data', textVersion: 'x', granted: true, channel: 'zalo', at: now });
    const [booked] = await opened.database.query<{ id: number }>(
      `insert into causo.appointment (number, contact_id, address_id, consent_id, name, birth, phone, requested_at, changed_at)
       values ('123456', $1, 1, $2, $3, $3, $4, $5, $5) returning id`,
      [contact, consent, testSealer.seal('x'), testSealer.seal('+84912000001'), now],
    );
    const payload = { day: '2026-12-02', whom: 'self', request: String(booked?.id) };
    await setReminder(opened.database, testSealer, { contact: Number(contact), kind: 'vneid_activation', matter: 'self', dueAt: new Date(now.getTime() + 8 * day), payload, now });
  };

  const fallDue = async (): Promise<void> => {
    running.clock.advance(8 * day);
    // The tokens have died meanwhile; the reminder goes out under new ones.
    await running.assistant.reminders.fireDue(running.clock());
  };
  const workUntilSent = (): Promise<void> =>
    expect
      .poll(async () => {
        running.clock.advance(minute);
        await sweep(running.assistant);
        return rows('select id from causo.outbox');
      })
      .toEqual([]);

  it('reaches them by a template, and costs one call for it', async () => {
    await open('user', 'phone');
    const before = running.fake.messagesTo(person).length;
    await fallDue();
    await workUntilSent();
    expect(running.fake.acceptedTemplates).toMatchObject([{ by: 'user', to: person, parameters: { ngay: '02/12/2026' } }]);
    expect(running.fake.messagesTo(person)).toHaveLength(before);
    expect(running.fake.calls.filter(({ path }) => path.includes('/message/cs')).length).toBe(before);
  });

  it('reaches their number when the template does not go to their id, whatever the reason', async () => {
    await open('user', 'phone');
    running.fake.trouble({ kind: 'refuse', error: -249, message: 'Template cannot be sent by UID' }, { userId: person });
    await fallDue();
    await workUntilSent();
    expect(running.fake.acceptedTemplates).toMatchObject([{ by: 'phone', to: '84912000001', tracking: expect.stringMatching(/^reminder-\d+-1$/) }]);
    expect(await rows('select means, state, reason from causo.reminder_step order by means desc')).toEqual([
      { means: 'template', state: 'failed', reason: 'misconfigured' },
      { means: 'phone_template', state: 'tried', reason: null },
    ]);
  });

  it('is not sent twice to a number whose answer got lost, once the receipt has come', async () => {
    await open('phone');
    running.fake.trouble({ kind: 'lost_answer' }, { userId: '84912000001', times: 1 });
    await fallDue();
    await expect.poll(() => running.metric('causo_retries_total{channel="zalo",code="unknown_outcome"}')).toBe(1);
    const id = running.fake.acceptedTemplates[0]?.messageId ?? '';
    await expect.poll(() => rows(`select message_id from causo.echo where message_id = '${id}'`)).toHaveLength(1);
    await workUntilSent();
    expect(running.fake.acceptedTemplates).toHaveLength(1);
    expect(await running.metric('causo_sent_total{channel="zalo",outcome="found_by_echo"}')).toBe(1);
  });

  it('leaves no number in the steps, the log or the metrics', async () => {
    await open('phone');
    running.fake.trouble({ kind: 'refuse', error: -118, message: 'Zalo account of 84912000001 not existed' }, { userId: '84912000001' });
    await fallDue();
    await workUntilSent();
    const told = JSON.stringify([await rows('select * from causo.reminder_step'), await running.assistant.metrics.page()]);
    expect(told).toContain('blocked');
    expect(told).not.toContain('912000001');
    expect(await rows('select id from causo.address where blocked_at is not null')).toEqual([]);
  });
});
