import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { usualPatience } from '../../src/app/assistant.ts';
import { SendError } from '../../src/channels/channel.ts';
import { flows } from '../../flows/mod.ts';
import { addressesToDeliver } from '../../src/store/outbox.ts';
import { savePending } from '../../src/store/pending.ts';
import { applyRetention } from '../../src/store/retention.ts';
import { emptyTables, openTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { createRecordingChannel, createTestAssistant, messageFrom, testSealer, type TestAssistant, type TestAssistantOptions } from '../support/test-assistant.ts';
import { createGate, heldDatabase } from '../support/held-database.ts';
import { testSetUps } from '../support/set-ups.ts';

/** From here on time moves by hand only, but for what ends a test that hangs. */
function stopTime(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
}

describe.each(testSetUps())('turns on $name', (setUp) => {
  let opened: TestDatabase;
  const started: TestAssistant[] = [];

  const open = async (options: Partial<TestAssistantOptions> = {}): Promise<TestAssistant> => {
    const test = await createTestAssistant({ database: opened.database, ...options });
    started.push(test);
    return test;
  };
  const count = async (table: string, where = 'true'): Promise<number> => {
    const [row] = await opened.database.query<{ count: number }>(`select count(*)::int as count from causo.${table} where ${where}`);
    return row?.count ?? -1;
  };

  beforeAll(async () => {
    opened = await openTestDatabase(setUp);
  });
  afterEach(async () => {
    vi.useRealTimers();
    await Promise.all(started.splice(0).map(({ assistant }) => assistant.stop()));
    await emptyTables(opened.database);
  });
  afterAll(() => opened.drop());

  it('saves a message and its reply together and then sends the reply', async () => {
    const { assistant, channel } = await open();
    expect(await assistant.inbound.accept(messageFrom('an', 'chào'))).toBe('done');
    await channel.arrived(2);
    expect(channel.sent[0]?.message.text).toContain('máy trả lời');
    expect(await count('inbound', `state = 'done'`)).toBe(1);
    await assistant.stop();
    expect(await count('outbox')).toBe(0);
    expect(await count('address', 'queued = finished and lease_owner is null')).toBe(1);
  });

  it('answers a second copy of an update not at all', async () => {
    const { assistant, channel } = await open();
    const message = messageFrom('an', 'chào');
    await assistant.inbound.accept(message);
    await channel.arrived(2);
    expect(await assistant.inbound.accept(message)).toBe('done');
    expect(await Promise.all([1, 2, 3].map(() => assistant.inbound.accept(message)))).toEqual(['done', 'done', 'done']);
    await assistant.stop();
    expect(await count('outbox')).toBe(0);
    expect(channel.sent).toHaveLength(2);
  });

  it('recognises a second copy by the table when the contact has forgotten it', async () => {
    const { assistant, channel } = await open();
    const message = messageFrom('an', 'chào');
    await assistant.inbound.accept(message);
    await opened.database.query(`update causo.contact set recent_updates = '{}'`);
    expect(await assistant.inbound.accept(message)).toBe('done');
    await channel.arrived(2);
    await assistant.stop();
    expect(channel.sent).toHaveLength(2);
    expect(await count('outbox')).toBe(0);
  });

  it('lets two processes that get the same update answer it once', async () => {
    const [one, two] = [await open(), await open()];
    await one.assistant.inbound.accept(messageFrom('an', 'chào'));
    const message = messageFrom('an', '1');
    await Promise.all([one.assistant.inbound.accept(message), two.assistant.inbound.accept(message)]);
    const sent = (): number => one.channel.sent.length + two.channel.sent.length;
    await expect.poll(sent).toBe(4);
    await Promise.all([one.assistant.stop(), two.assistant.stop()]);
    expect(sent()).toBe(4);
    expect(await count('consent')).toBe(1);
  });

  it('never lets two processes answer the same step with two different messages', async () => {
    const [one, two] = [await open(), await open()];
    await one.assistant.inbound.accept(messageFrom('an', 'chào'));
    await one.channel.arrived(2);
    // Both see the consent question; the slower one has to see what the faster one made of it.
    await Promise.all([one.assistant.inbound.accept(messageFrom('an', '1')), two.assistant.inbound.accept(messageFrom('an', '3'))]);
    await Promise.all([one.assistant.stop(), two.assistant.stop()]);
    const [contact] = await opened.database.query<{ version: number; consent: string }>('select version, consent from causo.contact');
    expect(contact).toMatchObject({ version: 3, consent: 'granted' });
    expect(await count('inbound', `state = 'done'`)).toBe(3);
  });

  it('answers messages typed ahead in their order', async () => {
    const { assistant, channel } = await open();
    await assistant.inbound.accept(messageFrom('an', 'chào'));
    await Promise.all(['1', '3', '1'].map((text) => assistant.inbound.accept(messageFrom('an', text))));
    await channel.arrived(6);
    await assistant.stop();
    const [contact] = await opened.database.query<{ flow: string }>('select flow from causo.contact');
    expect(contact?.flow).toBe('market_payment');
    const texts = channel.sent.map(({ message }) => message.text);
    expect(texts.at(-1)).toMatch(/Bước|quét|ứng dụng/i);
  });

  it('answers a tap of an earlier question with the present one and changes nothing else', async () => {
    const { assistant, channel, clock } = await open();
    await assistant.inbound.accept(messageFrom('an', 'chào'));
    await channel.arrived(2);
    const old = channel.sent[1]?.message.options[1]?.payload ?? '';
    await assistant.inbound.accept(messageFrom('an', '1'));
    await channel.arrived(4);
    clock.advance(60_000);
    await assistant.inbound.accept(messageFrom('an', { type: 'tap', payload: old }));
    await channel.arrived(5);
    expect(channel.sent[4]?.message.text).toContain('Nút đó là của câu trước rồi');
    expect(await count('contact', `consent = 'granted'`)).toBe(1);
  });

  it('says nothing to a second tap on the last button of a flow, and shows the menu to one that comes later', async () => {
    const { assistant, channel, clock } = await open();
    for (const text of ['chào', '1', 'đặt lịch khám']) await assistant.inbound.accept(messageFrom('an', text));
    await channel.arrived(5);
    const later = channel.sent[4]?.message.options.find(({ label }) => label.includes('Để sau'))?.payload ?? '';
    clock.advance(60_000);
    await assistant.inbound.accept(messageFrom('an', { type: 'tap', payload: later }));
    await channel.arrived(6);
    clock.advance(900);
    await assistant.inbound.accept(messageFrom('an', { type: 'tap', payload: later }));
    expect(await count('outbox')).toBe(0);
    clock.advance(60_000);
    await assistant.inbound.accept(messageFrom('an', { type: 'tap', payload: later }));
    await channel.arrived(7);
    expect(channel.sent.slice(5).map(({ message }) => message.text)).toEqual(['Dạ, khi nào cần cứ nhắn lại.', expect.stringContaining('Nút đó là của câu trước rồi')]);
  });

  it('shows the present question to a message that was under way so long that a newer question overtook it', async () => {
    const { assistant, channel, clock } = await open();
    const writtenAt = clock().getTime();
    clock.advance(60_000);
    await assistant.inbound.accept(messageFrom('an', 'chào'));
    await channel.arrived(2);
    await assistant.inbound.accept(messageFrom('an', '1', { sentAt: writtenAt }));
    await channel.arrived(3);
    expect(channel.sent[2]?.message.text).toContain('tới trễ');
    expect(await count('consent')).toBe(0);
  });

  it('puts a slow turn off, lets it lose, and answers its message once', async () => {
    const [reached, gate] = [createGate(), createGate()];
    let held = 0;
    const hold = async (text: string): Promise<void> => {
      if (!text.includes('with turn as') || held > 0) return;
      held += 1;
      reached.open();
      await gate.wait;
    };
    // On the embedded database a held transaction would hold everything, so only the statement itself is held.
    const { assistant, channel } = await open({ database: heldDatabase(opened.database, hold), patience: usualPatience });
    stopTime();
    const accepted = assistant.inbound.accept(messageFrom('an', 'chào'));
    await reached.wait;
    vi.advanceTimersByTime(usualPatience);
    expect(await accepted).toBe('done');
    vi.useRealTimers();
    expect(await count('inbound', `state = 'pending'`)).toBe(1);
    gate.open();
    await channel.arrived(2);
    await assistant.stop();
    expect(channel.sent).toHaveLength(2);
    expect(await count('inbound', `state = 'done'`)).toBe(1);
    expect(await count('contact', 'pending = 0')).toBe(1);
  });

  it('queues later messages behind one that waits', async () => {
    const { assistant, channel } = await open();
    await assistant.inbound.accept(messageFrom('an', 'chào'));
    await channel.arrived(2);
    await opened.database.query(`update causo.contact set pending = 1`);
    expect(await assistant.inbound.accept(messageFrom('an', '1'))).toBe('done');
    expect(await count('inbound', `update_id <> '0'`)).toBe(2);
    await channel.arrived(4);
    expect(channel.sent[2]?.message.text).toBeTruthy();
  });

  it('says "send it again" when nothing can be stored', async () => {
    const broken = heldDatabase(opened.database, async (text) => {
      if (/causo\.(address|contact|inbound)/.test(text)) throw new Error('database is away');
    });
    const { assistant } = await open({ database: broken });
    expect(await assistant.inbound.accept(messageFrom('an', 'chào'))).toBe('busy');
    expect(await count('inbound')).toBe(0);
  });

  it('sets a message aside after five faults, says so kindly, opens a ticket, and the chat goes on', async () => {
    let poison = false;
    const hold = async (text: string): Promise<void> => {
      if (poison && text.includes('with turn as')) throw new Error('this turn always fails');
    };
    const { assistant, channel } = await open({ database: heldDatabase(opened.database, hold) });
    await assistant.inbound.accept(messageFrom('an', 'chào'));
    await channel.arrived(2);
    poison = true;
    expect(await assistant.inbound.accept(messageFrom('an', '1'))).toBe('done');
    const [contact] = await opened.database.query<{ id: number }>('select id from causo.contact');
    for (let attempt = 0; attempt < 5; attempt += 1) await assistant.inbound.drain(contact?.id ?? 0);
    expect(await count('inbound', `state = 'parked'`)).toBe(1);
    poison = false;
    await assistant.inbound.drain(contact?.id ?? 0);
    await channel.arrived(4);
    expect(channel.sent[2]?.message.text).toContain('trục trặc');
    expect(await count('ticket', `state = 'waiting'`)).toBe(1);
    await assistant.inbound.accept(messageFrom('an', '1'));
    await assistant.stop();
    expect(await count('consent')).toBe(1);
  });

  it('answers a waiting message once although two processes work through it, and keeps the count right', async () => {
    const [one, two] = [await open(), await open()];
    await one.assistant.inbound.accept(messageFrom('an', 'chào'));
    await one.channel.arrived(2);
    const [ids] = await opened.database.query<{ contact: number; address: number }>('select contact_id as contact, id as address from causo.address');
    const { contact, address } = ids ?? { contact: 0, address: 0 };
    const waiting = ['1', '3', '1'].map((text) => {
      const message = messageFrom('an', text);
      const { channel, account, updateId } = message;
      return { channel, account, updateId, contact, address, receivedAt: one.clock(), payload: { kind: 'message', message } };
    });
    await opened.database.transaction((transaction) => savePending(transaction, testSealer, waiting));
    await Promise.all([one, two].map(({ assistant }) => assistant.inbound.drain(contact)));
    const sent = (): number => one.channel.sent.length + two.channel.sent.length;
    await expect.poll(sent).toBe(6);
    await Promise.all([one.assistant.stop(), two.assistant.stop()]);
    expect(sent()).toBe(6);
    expect(await count('contact', 'pending = 0')).toBe(1);
    expect(await count('inbound', `state = 'done'`)).toBe(4);
  });

  it('takes somebody whose data was removed in the middle for somebody new, instead of losing the message', async () => {
    const [reached, gate] = [createGate(), createGate()];
    let hold = false;
    const { assistant, channel } = await open({
      database: heldDatabase(opened.database, async (text) => {
        if (!hold || !text.startsWith('select id, version')) return;
        reached.open();
        await gate.wait;
      }),
      patience: usualPatience,
    });
    stopTime();
    await assistant.inbound.accept(messageFrom('an', 'chào'));
    await channel.arrived(2);
    // As upkeep does: only once the last message has been sent.
    await expect.poll(() => count('address', 'queued = finished and lease_owner is null')).toBe(1);
    await opened.database.query('delete from causo.contact');
    hold = true;
    const accepted = assistant.inbound.accept(messageFrom('an', 'chào'));
    await reached.wait;
    vi.advanceTimersByTime(usualPatience);
    await expect.poll(() => count('contact')).toBe(1);
    hold = false;
    gate.open();
    expect(await accepted).toBe('done');
    await channel.arrived(4);
    expect(await count('inbound', `state <> 'done'`)).toBe(0);
  });

  it('goes on with a chat that a newer program has begun', async () => {
    const old = await open();
    const changed = flows.map((flow) => (flow.id === 'menu' ? { ...flow, topic: 'market' } : flow));
    const newer = await open({ flows: changed });
    await newer.assistant.inbound.accept(messageFrom('an', 'chào'));
    await newer.assistant.inbound.accept(messageFrom('an', '1'));
    await newer.channel.arrived(4);
    await newer.assistant.stop();
    await old.assistant.inbound.accept(messageFrom('an', '3'));
    await old.channel.arrived(1);
    expect(old.channel.sent[0]?.message.options.length).toBeGreaterThan(2);
  });

  it('carries many chats at once, each in its own order', async () => {
    const { assistant } = await open();
    const people = Array.from({ length: 40 }, (_, index) => `person-${index}`);
    const replies = await Promise.all(
      people.flatMap((person) => ['chào', '1', 'menu'].map((text) => assistant.inbound.accept(messageFrom(person, text)))),
    );
    expect(new Set(replies)).toEqual(new Set(['done']));
    await assistant.stop();
    expect(await count('inbound', `state = 'done'`)).toBe(120);
    expect(await count('contact', `consent = 'granted' and flow = 'menu' and pending = 0`)).toBe(40);
  });
});

describe.each(testSetUps())('delivery on $name', (setUp) => {
  let opened: TestDatabase;
  const started: TestAssistant[] = [];
  const open = async (options: Partial<TestAssistantOptions> = {}): Promise<TestAssistant> => {
    const test = await createTestAssistant({ database: opened.database, ...options });
    started.push(test);
    return test;
  };
  beforeAll(async () => {
    opened = await openTestDatabase(setUp);
  });
  afterEach(async () => {
    await Promise.all(started.splice(0).map(({ assistant }) => assistant.stop()));
    await emptyTables(opened.database);
  });
  afterAll(() => opened.drop());

  it('does not let go of an address over a row that was written while it looked', async () => {
    const channel = createRecordingChannel();
    const { assistant } = await open({ channel });
    const gate = createGate();
    const reached = createGate();
    channel.beforeSend = async (message) => {
      if (!message.text.includes('đồng ý') && channel.sent.length === 1) {
        reached.open();
        await gate.wait;
      }
    };
    await assistant.inbound.accept(messageFrom('an', 'chào'));
    await reached.wait;
    // The last known row is in the air; a new one is committed now.
    await assistant.inbound.accept(messageFrom('an', 'menu'));
    gate.open();
    await channel.arrived(3);
    await assistant.stop();
    const [address] = await opened.database.query<{ queued: number; finished: number }>('select queued, finished from causo.address');
    expect(address?.finished).toBe(address?.queued);
  });

  it('keeps the order of an address when a send has to be tried again', async () => {
    const channel = createRecordingChannel();
    let failures = 1;
    channel.beforeSend = () => {
      if (failures-- > 0) throw new SendError('busy', { code: 'rate_limited', retryable: true, retryAfter: 2_000, scope: 'address' });
    };
    const { assistant, queue, clock } = await open({ channel });
    await assistant.inbound.accept(messageFrom('an', 'chào'));
    await expect.poll(() => queue.scheduled.length).toBe(1);
    const [retry] = queue.scheduled;
    expect(retry).toMatchObject({ kind: 'delivery_retry', dueAt: clock().getTime() + 2_000 });
    expect(channel.sent).toHaveLength(0);
    clock.advance(2_000);
    const [row] = await opened.database.query<{ address: number }>('select address_id as address from causo.outbox limit 1');
    assistant.delivery.wake(row?.address ?? 0);
    await channel.arrived(2);
    expect(channel.sent[0]?.message.text).toContain('máy trả lời');
    expect(channel.sent[1]?.message.options.length).toBeGreaterThan(1);
  });

  it('sends again what may have been lost, and only that', async () => {
    const channel = createRecordingChannel();
    let lost = false;
    channel.beforeSend = (message) => {
      if (lost || channel.sent.length !== 1) return;
      lost = true;
      channel.sent.push({ to: { channel: 'test', account: 'bot', platformId: 'an' }, message });
      throw new SendError('no answer', { code: 'unknown_outcome', retryable: true });
    };
    const { assistant, queue, clock } = await open({ channel });
    await assistant.inbound.accept(messageFrom('an', 'chào'));
    await expect.poll(() => queue.scheduled.length).toBe(1);
    clock.advance(10_000);
    const [row] = await opened.database.query<{ address: number; uncertain: boolean }>('select address_id as address, uncertain from causo.outbox');
    expect(row?.uncertain).toBe(true);
    assistant.delivery.wake(row?.address ?? 0);
    await channel.arrived(3);
    expect(channel.sent[2]?.message).toEqual(channel.sent[1]?.message);
  });

  it('leaves a person alone who has blocked us, and writes again when they come back', async () => {
    const channel = createRecordingChannel();
    channel.beforeSend = () => {
      throw new SendError('blocked', { code: 'blocked', retryable: false });
    };
    const { assistant } = await open({ channel });
    await assistant.inbound.accept(messageFrom('an', 'chào'));
    await expect.poll(async () => (await opened.database.query('select id from causo.outbox')).length).toBe(0);
    expect(await opened.database.query('select id from causo.address where blocked_at is not null')).toHaveLength(1);
    channel.beforeSend = () => undefined;
    await assistant.inbound.accept(messageFrom('an', 'menu'));
    await channel.arrived(1);
    expect(await opened.database.query('select id from causo.address where blocked_at is null')).toHaveLength(1);
  });

  it('drops an older question that could not be sent for a minute once a newer one waits behind it', async () => {
    const channel = createRecordingChannel();
    let away = true;
    channel.beforeSend = () => {
      if (away) throw new SendError('away', { code: 'unavailable', retryable: true });
    };
    const { assistant, clock } = await open({ channel });
    await assistant.inbound.accept(messageFrom('an', 'chào'));
    await expect.poll(async () => (await opened.database.query('select id from causo.outbox where attempts = 1')).length).toBe(1);
    clock.advance(120_000);
    away = false;
    await assistant.inbound.accept(messageFrom('an', '1'));
    await channel.arrived(3);
    await assistant.stop();
    const options = channel.sent.map(({ message }) => message.options.length);
    // Hello, thanks, menu: the consent question, long answered, was left out.
    expect(channel.sent).toHaveLength(3);
    expect(options[0]).toBe(0);
  });

  it('sends danger before what was waiting already', async () => {
    const channel = createRecordingChannel();
    let away = true;
    channel.beforeSend = () => {
      if (away) throw new SendError('away', { code: 'unavailable', retryable: true });
    };
    const { assistant, clock } = await open({ channel });
    await assistant.inbound.accept(messageFrom('an', 'chào'));
    await expect.poll(async () => (await opened.database.query('select id from causo.outbox where attempts = 1')).length).toBe(1);
    away = false;
    await assistant.inbound.accept(messageFrom('an', 'cháy nhà rồi cứu với'));
    await channel.arrived(1);
    expect(channel.sent[0]?.message.text).toMatch(/^Gọi ngay 114/);
    clock.advance(10_000);
  });

  it('takes over the address of a process that died in the middle', async () => {
    const { assistant, channel } = await open();
    await assistant.inbound.accept(messageFrom('an', 'chào'));
    await channel.arrived(2);
    await assistant.stop();
    // Another process took the lease and has not been seen since.
    await opened.database.query(`update causo.address set lease_owner = 'dead', lease_until = now() + interval '1 minute'`);
    const next = await open();
    await next.assistant.inbound.accept(messageFrom('an', '1'));
    await next.channel.arrived(2);
    expect(next.channel.sent.length).toBeGreaterThanOrEqual(2);
  });

  it('sends danger before the rest of what is being sent right now', async () => {
    const channel = createRecordingChannel();
    const reached = createGate();
    const gate = createGate();
    channel.beforeSend = async () => {
      if (channel.sent.length > 0) return;
      reached.open();
      await gate.wait;
    };
    const { assistant } = await open({ channel });
    await assistant.inbound.accept(messageFrom('an', 'chào'));
    await reached.wait;
    await assistant.inbound.accept(messageFrom('an', 'cháy nhà rồi cứu với'));
    gate.open();
    await channel.arrived(3);
    expect(channel.sent[1]?.message.text).toMatch(/^Gọi ngay 114/);
  });

  it('asks a silent platform something without content before it sends again what may have arrived', async () => {
    const channel = createRecordingChannel();
    let probes = 0;
    let away = true;
    const probing = {
      ...channel,
      probe: async () => {
        probes += 1;
        if (away) throw new SendError('no answer', { code: 'unknown_outcome', retryable: true });
      },
    };
    probing.beforeSend = () => {
      if (away) throw new SendError('no answer', { code: 'unknown_outcome', retryable: true });
    };
    const { assistant, queue, clock } = await open({ channels: [probing] });
    await assistant.inbound.accept(messageFrom('an', 'chào'));
    await expect.poll(() => queue.scheduled.length).toBe(1);
    const [row] = await opened.database.query<{ address: number }>('select address_id as address from causo.outbox limit 1');
    for (const tries of [2, 3]) {
      clock.advance(60_000);
      assistant.delivery.wake(row?.address ?? 0);
      await expect.poll(() => queue.scheduled.length).toBe(tries);
    }
    expect(probes).toBe(2);
    expect(channel.sent).toEqual([]);
    away = false;
    clock.advance(60_000);
    assistant.delivery.wake(row?.address ?? 0);
    await channel.arrived(2);
    expect(probes).toBe(3);
  });

  it('puts the messages of a channel that is off out of the way, and drops them in the end', async () => {
    const { assistant, clock } = await open({ channels: [] });
    await assistant.inbound.accept(messageFrom('an', 'chào'));
    await expect
      .poll(async () => (await opened.database.query('select id from causo.address where queued <> finished and lease_owner is null')).length)
      .toBe(1);
    expect(await addressesToDeliver(opened.database, clock(), 'other')).toEqual([]);
    clock.advance(11 * 60_000);
    expect(await addressesToDeliver(opened.database, clock(), 'other')).toHaveLength(1);
    clock.advance(2 * 86_400_000);
    await applyRetention(opened.database, clock());
    expect(await opened.database.query('select id from causo.outbox')).toEqual([]);
    expect(await opened.database.query('select id from causo.address where queued = finished')).toHaveLength(1);
  });

  it('sends the words alone when a platform refuses the message as it is', async () => {
    const channel = createRecordingChannel();
    channel.beforeSend = (message) => {
      if (message.options.length > 0) throw new SendError('refused', { code: 'refused', retryable: false });
    };
    const { assistant } = await open({ channel });
    await assistant.inbound.accept(messageFrom('an', 'chào'));
    await channel.arrived(2);
    expect(channel.sent[1]?.message.text).toMatch(/\n1\. Đồng ý\n2\. /);
  });
});
