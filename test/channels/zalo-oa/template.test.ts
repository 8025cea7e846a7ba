import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TemplateMessage } from '../../../src/channels/channel.ts';
import { createZaloChannel } from '../../../src/channels/zalo-oa/mod.ts';
import { startFakeZalo } from '../../support/fake-zalo/mod.ts';
import type { FakeZalo, Fault } from '../../support/fake-zalo/mod.ts';
import { never } from '../../support/never.ts';

const person = '24684588352919792321';
const phone = '+84912000001';
const start = Date.parse('2026-11-24T08:00:00+07:00');
const templateId = '7895417';
const parameters = { customer: 'Bà Tư', day: '25/11/2026' };

describe('a template on Zalo', () => {
  let fake: FakeZalo;
  let paced: number;
  beforeEach(async () => {
    fake = await startFakeZalo(() => start);
    fake.addUser(person);
    fake.addPhone('84912000001');
    fake.addTemplate({ id: templateId, byUser: true, parameters: [{ name: 'customer', longest: 30 }, { name: 'day', longest: 20 }] });
    paced = 0;
  });
  afterEach(() => fake.close());

  const make = () => {
    let { accessToken } = fake.issuePair();
    const renew = async () => (accessToken = fake.issuePair().accessToken);
    const { appId, oaId, oaSecretKey, root } = fake;
    return createZaloChannel({ appId, oaId, oaSecretKey, apiRoot: root, templateRoot: root }, { tokens: { current: async () => accessToken, renew }, clock: () => new Date(fake.now()) });
  };
  const send = (more: Partial<TemplateMessage> = {}, signal = never()) => {
    const template = { id: templateId, parameters, tracking: 'reminder-12-1', ...more };
    const beforeCall = async (): Promise<void> => void (paced += 1);
    return make().send({ channel: 'zalo', account: fake.oaId, platformId: person }, { text: 'Mai đi khám', options: [], template }, signal, { beforeCall });
  };
  const failure = (more: Partial<TemplateMessage> = {}) => send(more).then(() => 'sent', (error: unknown) => error);

  it('goes to the id of a person with the body that Zalo documents', async () => {
    const id = await send();
    expect(fake.calls.map(({ path, fields }) => [path, fields])).toEqual([
      ['/v3.0/oa/message/template', { user_id: person, template_id: templateId, template_data: parameters }],
    ]);
    expect(fake.acceptedTemplates).toMatchObject([{ by: 'user', to: person, messageId: id }]);
    expect(fake.accepted).toEqual([]);
  });

  it('goes to a phone number, which Zalo wants with 84 and our name for the message beside it', async () => {
    const id = await send({ phone });
    expect(fake.calls.map(({ path, fields }) => [path, fields])).toEqual([
      ['/message/template', { phone: '84912000001', template_id: templateId, template_data: parameters, tracking_id: 'reminder-12-1' }],
    ]);
    expect(fake.acceptedTemplates).toMatchObject([{ by: 'phone', messageId: id, tracking: 'reminder-12-1' }]);
  });

  it('reaches a person whose window is closed for words', async () => {
    fake.advance(8 * 24 * 3_600_000);
    await send();
    expect(fake.acceptedTemplates).toHaveLength(1);
  });

  it('waits for its slot before each call, also before the one after a new token', async () => {
    const channel = make();
    fake.expireAccess();
    await channel.send({ channel: 'zalo', account: fake.oaId, platformId: person }, { text: '', options: [], template: { id: templateId, parameters, tracking: 'reminder-1-1', phone } }, never(), {
      beforeCall: async () => void (paced += 1),
    });
    expect(fake.calls).toHaveLength(2);
    expect(paced).toBe(2);
  });

  it('is composed before its letters are counted', async () => {
    await send({ parameters: { ...parameters, customer: 'ế'.repeat(30).normalize('NFD') } });
    expect(fake.acceptedTemplates[0]?.parameters['customer']).toBe('ế'.repeat(30));
  });

  it.each<readonly [string, Partial<TemplateMessage>]>([
    ['an id that is no number', { id: '../getoa' }],
    ['an empty value', { parameters: { customer: ' ' } }],
    ['a value of more than 200 characters', { parameters: { customer: 'a'.repeat(201) } }],
    ['a name that is no name', { parameters: { 'a b': 'x' } }],
    ['a number from abroad', { phone: '+15551234567' }],
    ['a name for the message of more than 48 signs', { phone, tracking: 'r'.repeat(49) }],
  ])('with %s is refused before Zalo is called, and the error quotes nothing', async (_what, more) => {
    const error = await failure(more);
    expect(error).toMatchObject({ code: 'refused', retryable: false });
    expect(String(error)).not.toMatch(/15551234567|a{9}|getoa/);
    expect(fake.calls).toEqual([]);
  });

  it.each<readonly [string, () => void, Partial<TemplateMessage>, string]>([
    ['a parameter that Zalo does not know', () => undefined, { phone, parameters: { ...parameters, other: 'x' } }, 'refused'],
    ['a value that is too long for Zalo', () => undefined, { phone, parameters: { ...parameters, day: 'a'.repeat(21) } }, 'refused'],
    ['a template that Zalo does not know', () => undefined, { id: '1' }, 'refused'],
    ['a number without Zalo', () => undefined, { phone: '+84912000009' }, 'blocked'],
    ['somebody who takes no templates', () => fake.addPhone('84912000001', { refuses: true }), { phone }, 'blocked'],
    ['a quota that is used up', () => fake.limitTemplates(0), {}, 'out_of_quota'],
    ['a quota by phone that is used up', () => fake.limitTemplates(0), { phone }, 'out_of_quota'],
    ['a person who has left', () => void fake.people.unfollows(person), {}, 'blocked'],
    ['a template that is not approved', () => fake.addTemplate({ id: templateId, byUser: true, parameters: [], approved: false }), { phone }, 'misconfigured'],
    ['a template that goes by phone only', () => fake.addTemplate({ id: templateId, byUser: false, parameters: [] }), {}, 'misconfigured'],
  ])('to or with %s fails by name', async (_what, prepare, more, code) => {
    prepare();
    expect(await failure(more)).toMatchObject({ code });
    expect(fake.acceptedTemplates).toEqual([]);
  });

  it.each<readonly [number, string, boolean]>([
    [-32, 'rate_limited', true],
    [-211, 'out_of_quota', true],
    [-213, 'blocked', false],
    [-218, 'out_of_quota', true],
    [-230, 'window_closed', false],
    [-137, 'misconfigured', false],
  ])('that Zalo answers with %i is %s', async (error, code, retryable) => {
    fake.trouble({ kind: 'refuse', error, message: 'x' }, { userId: person });
    expect(await failure()).toMatchObject({ code, retryable });
  });

  it('by phone at night waits for the morning', async () => {
    fake.forbidNights();
    fake.advance(16 * 3_600_000);
    expect(await failure({ phone })).toMatchObject({ code: 'rate_limited', retryAfter: 6 * 3_600_000 + 5 * 60_000 });
  });

  it.each<readonly [string, Fault, number]>([
    ['a lost answer', { kind: 'lost_answer' }, 1],
    ['a cut line', { kind: 'cut' }, 0],
  ])('with %s may have arrived, and no number stands in the error', async (_what, fault, taken) => {
    fake.trouble(fault, { userId: '84912000001' });
    const error = await failure({ phone });
    expect(error).toMatchObject({ code: 'unknown_outcome', retryable: true });
    expect(String(error)).not.toContain('912000001');
    expect(fake.acceptedTemplates).toHaveLength(taken);
  });

  it('that nobody answers is given up when told, and may have arrived', async () => {
    fake.trouble({ kind: 'silent' }, { userId: '84912000001' });
    const giveUp = new AbortController();
    const sending = send({ phone }, giveUp.signal).catch((error: unknown) => error);
    await expect.poll(() => fake.calls.length).toBe(1);
    giveUp.abort();
    expect(await sending).toMatchObject({ code: 'unknown_outcome' });
  });

  it('that has landed is not sent again', async () => {
    const to = { channel: 'zalo', account: fake.oaId, platformId: person };
    const message = { text: '', options: [], template: { id: templateId, parameters, tracking: 'reminder-12-1' } };
    expect(await make().send(to, message, never(), { landed: { parts: 1, id: 'abc' } })).toBe('abc');
    expect(fake.calls).toEqual([]);
  });

  it('is known by its receipt, which brings our name for it back', () => {
    const receipt = { app_id: '1', sender: { id: fake.oaId }, recipient: { id: '84912000001' }, event_name: 'user_received_message', message: { msg_id: 'abc', tracking_id: 'reminder-12-1' }, timestamp: '1' };
    const read = (payload: unknown) => make().readReceipt?.(payload);
    expect(read(receipt)).toEqual({ tracking: 'reminder-12-1', trace: 'template reminder-12-1', messageId: 'abc' });
    expect(read({ ...receipt, message: { msg_id: 'abc' } })).toBeUndefined();
    expect(read({ ...receipt, sender: { id: '77' } })).toBeUndefined();
    expect(read({ ...receipt, event_name: 'user_seen_message' })).toBeUndefined();
    expect(read(null)).toBeUndefined();
  });

  it('is described by Zalo: which parameters, whether they are needed, how long they may be', async () => {
    fake.addTemplate({ id: '5', byUser: true, parameters: [{ name: 'day', longest: 20 }, { name: 'note', longest: 200, required: false }] });
    expect(await make().describeTemplate?.('5', never())).toEqual([
      { name: 'day', required: true, longest: 20 },
      { name: 'note', required: false, longest: 200 },
    ]);
    fake.addTemplate({ id: '6', byUser: true, parameters: [], approved: false });
    await expect(make().describeTemplate?.('6', never())).rejects.toMatchObject({ code: 'refused' });
    await expect(make().describeTemplate?.('7', never())).rejects.toMatchObject({ code: 'refused' });
  });
});
