import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { testSetUps } from '../../support/set-ups.ts';
import { emptyTables, openTestDatabase, type TestDatabase } from '../../support/test-database.ts';
import { startZaloAssistant, type ZaloAssistant } from '../../support/zalo-assistant.ts';

const person = '24684588352919792123';

describe.each(testSetUps())('the webhook of Zalo on $name', (setUp) => {
  let opened: TestDatabase;
  const started: ZaloAssistant[] = [];
  beforeAll(async () => {
    opened = await openTestDatabase(setUp);
  });
  afterEach(async () => {
    await Promise.all(started.splice(0).map((each) => each.close()));
    await emptyTables(opened.database);
  });
  afterAll(() => opened.drop());

  const open = async (): Promise<ZaloAssistant> => {
    const running = await startZaloAssistant(opened.database);
    started.push(running);
    expect(running.fake.isWebhookOn()).toBe(true);
    return running;
  };
  const count = async (table: string, where = 'true'): Promise<number> => {
    const [row] = await opened.database.query<{ count: number }>(`select count(*)::int as count from causo.${table} where ${where}`);
    return row?.count ?? -1;
  };
  const texts = ({ fake }: ZaloAssistant): readonly string[] => fake.messagesTo(person).map(({ text }) => text);

  it('answers 200 to the first look of Zalo, with POST and with GET, and stores nothing', async () => {
    const { url, metric } = await open();
    expect((await fetch(url)).status).toBe(200);
    expect((await fetch(url, { method: 'POST', body: ' {} ' })).status).toBe(200);
    expect(await count('contact')).toBe(0);
    expect(await metric('causo_rejected_total{channel="zalo",reason="wrong_signature"}')).toBe(0);
  });

  it('stores a signed message, and the reply comes to the chat with its buttons', async () => {
    const running = await open();
    expect(await running.fake.deliver(running.fake.people.writes(person, 'chào'))).toBe(200);
    await expect.poll(() => running.fake.messagesTo(person).length).toBe(2);
    expect(texts(running)[0]).toContain('máy trả lời');
    expect(running.fake.messagesTo(person)[1]?.buttons.length).toBeGreaterThan(1);
  });

  it('takes a tap for the answer it stands for, and never shows its payload', async () => {
    const running = await open();
    const { fake } = running;
    await fake.deliver(fake.people.writes(person, 'chào'));
    await expect.poll(() => fake.messagesTo(person).length).toBe(2);
    const title = fake.messagesTo(person)[1]?.buttons[0]?.title ?? '';
    await fake.deliver(fake.people.taps(person, title));
    await expect.poll(() => fake.messagesTo(person).length).toBeGreaterThan(2);
    expect(await count('consent', 'granted')).toBe(1);
    expect(texts(running).join('\n')).not.toMatch(/#\d/);
  });

  it('turns away what is not signed, counts it, and says so in /readyz when nothing ever was', async () => {
    const running = await open();
    const { raw, signature } = running.fake.sealed(running.fake.people.writes(person, 'chào'));
    const post = (body: Buffer, header: Record<string, string>): Promise<Response> => fetch(running.url, { method: 'POST', headers: { 'content-type': 'application/json', ...header }, body: new Uint8Array(body) });
    const again = Buffer.from(JSON.stringify(JSON.parse(raw.toString())));
    const statuses = [await post(raw, {}), await post(again, { 'x-zevent-signature': signature }), await post(Buffer.from('{'), { 'x-zevent-signature': signature })];
    expect(statuses.map(({ status }) => status)).toEqual([401, 401, 401]);
    expect(await count('contact')).toBe(0);
    expect(await running.metric('causo_rejected_total{channel="zalo",reason="wrong_signature"}')).toBe(3);
    expect(await (await fetch(`${running.root}/readyz`)).json()).toMatchObject({ warnings: [expect.stringMatching(/^zalo: .*wrong signature/)] });
    expect((await post(raw, { 'x-zevent-signature': signature })).status).toBe(200);
  });

  it('takes a body of 1 MiB and refuses a longer one', async () => {
    const { url, metric } = await open();
    const post = async (length: number): Promise<number> => (await fetch(url, { method: 'POST', body: 'x'.repeat(length) })).status;
    expect([await post(1_048_576), await post(1_048_577)]).toEqual([401, 413]);
    expect(await metric('causo_rejected_total{channel="zalo",reason="too_large"}')).toBe(1);
  });

  it('answers a message that Zalo delivers again once', async () => {
    const running = await open();
    const event = running.fake.people.writes(person, 'chào');
    for (let time = 0; time < 3; time += 1) expect(await running.fake.deliver(event)).toBe(200);
    await expect.poll(() => running.fake.messagesTo(person).length).toBe(2);
    await running.assistant.stop();
    expect(texts(running)).toHaveLength(2);
    expect(await count('inbound')).toBe(1);
  });

  it('leaves echoes, receipts and events for others alone, each counted', async () => {
    const running = await open();
    const { fake, metric } = running;
    await fake.deliver(fake.people.writes(person, 'chào'));
    await expect.poll(() => fake.messagesTo(person).length).toBe(2);
    await expect.poll(() => metric('causo_noticed_total{channel="zalo",what="receipt"}')).toBe(4);
    await fake.deliver(fake.people.staffWrites(person, 'Cán bộ xã đây'));
    expect(await metric('causo_noticed_total{channel="zalo",what="echo"}')).toBe(2);
    expect(await metric('causo_noticed_total{channel="zalo",what="staff_wrote"}')).toBe(1);
    expect(await count('inbound')).toBe(1);
  });

  it('notes who left, and that they are back by the next message or by following', async () => {
    const { fake, clock } = await open();
    const blocked = (): Promise<number> => count('address', 'blocked_at is not null');
    const seen: number[] = [];
    for (const act of ['follows', 'unfollows', 'follows', 'unfollows', 'writes'] as const) {
      clock.advance(1_000);
      expect(await fake.deliver(fake.people[act](person, 'chào'))).toBe(200);
      seen.push(await blocked());
    }
    expect(seen).toEqual([0, 1, 0, 1, 0]);
  });

  it('erases everything about a person who withdraws, without a word', async () => {
    const running = await open();
    const { fake } = running;
    await fake.deliver(fake.people.writes(person, 'chào'));
    await expect.poll(() => fake.messagesTo(person).length).toBe(2);
    await fake.deliver(fake.people.taps(person, fake.messagesTo(person)[1]?.buttons[0]?.title ?? ''));
    await expect.poll(() => fake.messagesTo(person).length).toBeGreaterThan(2);
    await expect.poll(() => count('outbox')).toBe(0);
    expect(await count('message')).toBeGreaterThan(0);
    const event = fake.people.withdraws(person);
    expect([await fake.deliver(event), await fake.deliver(event)]).toEqual([200, 200]);
    expect([await count('message'), await count('outbox'), await count('consent', 'contact_id is not null')]).toEqual([0, 0, 0]);
    expect(await count('contact', `erased_at is not null and state is null and consent = 'unknown'`)).toBe(1);
    const before = texts(running).length;
    await running.assistant.stop();
    expect(texts(running)).toHaveLength(before);
  });

  it('carries a chat across the expiry of the token', async () => {
    const running = await open();
    const { fake } = running;
    await fake.deliver(fake.people.writes(person, 'chào'));
    await expect.poll(() => fake.messagesTo(person).length).toBe(2);
    fake.expireAccess();
    await fake.deliver(fake.people.writes(person, 'menu'));
    await expect.poll(() => fake.messagesTo(person).length).toBeGreaterThan(2);
    expect(fake.refreshes()).toEqual({ done: 1, refused: 0 });
  });

  it('says in /readyz what is wrong with the tokens', async () => {
    const running = await open();
    expect(await (await fetch(`${running.root}/readyz`)).json()).toMatchObject({ status: 'ready', warnings: [] });
    running.fake.advance(80 * 24 * 3_600_000);
    expect(await (await fetch(`${running.root}/readyz`)).json()).toMatchObject({ status: 'ready', warnings: [expect.stringMatching(/^zalo: the refresh token dies in \d+ days/)] });
  });
});
