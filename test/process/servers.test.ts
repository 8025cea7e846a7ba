import { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createVisitor, post, type RunningProgram } from '../../scripts/program.mjs';
import { startLine, type CuttableLine } from '../support/cuttable-line.ts';
import { startFakeTelegram, type FakeTelegram } from '../support/fake-telegram/mod.ts';
import { testSetUps } from '../support/set-ups.ts';
import { openStream } from '../support/web-chat-server.ts';
import { createSystem, sendUntilTaken, telegramSettings, webhookPosting, type System } from './system.ts';

const onServers = testSetUps().filter(({ databaseUrl }) => databaseUrl !== undefined);
const chat = 8_000_001;

const readyz = async ({ url }: RunningProgram): Promise<unknown> => (await fetch(`${url}/readyz`)).json();

describe.each(onServers)('web and workers as two processes on $name', (setUp) => {
  let system: System;
  let telegram: FakeTelegram;
  const lines: CuttableLine[] = [];

  beforeEach(async () => {
    system = await createSystem(setUp);
    telegram = await startFakeTelegram();
  });
  afterEach(async () => {
    await system.remove();
    await telegram.close();
    for (const line of lines.splice(0)) await line.close();
  });

  const start = (role: 'web' | 'workers', more = {}): Promise<RunningProgram> => system.start({ ...telegramSettings(telegram), ...more }, role);
  const query = async <T extends Readonly<Record<string, unknown>>>(text: string): Promise<readonly T[]> => system.database?.database.query<T>(text) ?? [];
  const lineTo = async (setting: 'DATABASE_URL' | 'REDIS_URL'): Promise<CuttableLine> => {
    const line = await startLine(system.settings[setting] ?? '');
    lines.push(line);
    return line;
  };
  /** Walks to the question that asks again by itself after a quarter of an hour: has the money arrived? */
  const askWhetherMoneyArrived = async (url: string, visitor = createVisitor()) => {
    for (const text of ['chào', '1', '3', '3', '2']) await sendUntilTaken(visitor.message(url, text));
    await expect.poll(() => query('select id from causo.wait where done_at is null')).toHaveLength(1);
    return visitor;
  };

  it('answers in the web process, and the workers process says that it runs', async () => {
    const [web, workers] = await Promise.all([start('web'), start('workers')]);
    expect(workers.output()).toContain('Workers are running.');
    expect(web.output()).not.toContain('embedded');
    const visitor = createVisitor();
    await sendUntilTaken(visitor.message(web.url, 'chào'));
    expect(await visitor.history(web.url)).toHaveLength(3);
    expect((await Promise.all([web.stop(), workers.stop()])).map(({ code, errors }) => ({ code, errors }))).toEqual([
      { code: 0, errors: '' },
      { code: 0, errors: '' },
    ]);
  });

  it('lets a question that nobody answered go on by itself, on the page that is open in the other process', async () => {
    const [web] = await Promise.all([start('web'), start('workers')]);
    const visitor = await askWhetherMoneyArrived(web.url);
    const stream = await openStream(`${web.url}/chat/stream?after=0`, visitor.headers);
    const before = (await stream.until((events) => events.some(({ event }) => event === 'ready'))).length;
    await query(`update causo.wait set due_at = now() - interval '6 s'`);
    const events = await stream.until(({ length }) => length > before);
    stream.close();
    expect(events.at(-1)?.data).toMatch(/"direction":"outbound"/);
    expect(await query('select id from causo.wait where done_at is not null')).toHaveLength(1);
  });

  it('delivers what the web process could not send before it was killed', async () => {
    const [web] = await Promise.all([start('web'), start('workers')]);
    telegram.trouble({ kind: 'silent' });
    await sendUntilTaken(webhookPosting(web.url, telegram.people.writes(chat, 'chào')));
    await expect.poll(() => telegram.calls.some(({ method }) => method === 'sendMessage')).toBe(true);
    await web.stop('SIGKILL');
    telegram.calm();
    await expect.poll(() => telegram.messagesTo(chat).length).toBe(2);
    await expect.poll(() => query('select id from causo.outbox')).toHaveLength(0);
    expect(telegram.messagesTo(chat)[0]?.text).toContain('máy trả lời');
  });

  it('fills a queue again that was wiped', async () => {
    const [web] = await Promise.all([start('web'), start('workers')]);
    await askWhetherMoneyArrived(web.url);
    const [wait] = await query<{ id: number; version: number }>(`update causo.wait set due_at = now() + interval '9 min' returning id, version`);
    const redis = new Redis(system.settings['REDIS_URL'] ?? '');
    try {
      await redis.flushdb();
      const job = `{causo}:jobs:wait-${wait?.id}-${wait?.version}`;
      await expect.poll(() => redis.exists(job)).toBe(1);
      await expect.poll(() => redis.exists('{causo}:jobs:set-up')).toBe(1);
    } finally {
      redis.disconnect();
    }
  });

  it('says 503 while the database is away, takes the same update later, and asks for no more connections than before', async () => {
    const line = await lineTo('DATABASE_URL');
    const web = await start('web', { DATABASE_URL: line.url });
    await sendUntilTaken(webhookPosting(web.url, telegram.people.writes(chat, 'chào')));
    await expect.poll(() => telegram.messagesTo(chat).length).toBe(2);
    line.cut();
    await expect.poll(() => readyz(web)).toMatchObject({ status: 'unavailable', database: 'away' });
    const update = webhookPosting(web.url, telegram.people.sends(chat + 1, { text: 'chào' }));
    expect(await post(update).status).toBe(503);
    // Long enough for a reconnection that breeds another one to show.
    const before = line.attempts();
    await expect.poll(() => line.attempts()).toBeGreaterThan(before + 10);
    line.mend();
    await sendUntilTaken(update);
    await expect.poll(() => telegram.messagesTo(chat + 1).length).toBe(2);
    await expect.poll(() => readyz(web)).toMatchObject({ status: 'ready' });
    // Ten of the pool and one for each of the two topics it listens to.
    await expect.poll(() => line.open()).toBeLessThanOrEqual(12);
    expect((await web.stop()).code).toBe(0);
  });

  it('ends by force when a database that says nothing keeps it from ending in order', async () => {
    const line = await lineTo('DATABASE_URL');
    // Shorter than any single wait for the database.
    const web = await start('web', { DATABASE_URL: line.url, STOP_SECONDS: '1' });
    line.freeze();
    expect((await web.stop()).code).toBe(1);
  });

  it('goes on while Redis is away, says so, and finds it again', async () => {
    const line = await lineTo('REDIS_URL');
    const [web] = await Promise.all([start('web', { REDIS_URL: line.url }), start('workers', { REDIS_URL: line.url })]);
    await expect.poll(() => readyz(web)).toMatchObject({ status: 'ready' });
    line.cut();
    await expect.poll(() => readyz(web)).toMatchObject({ status: 'degraded', queue: 'away' });
    await sendUntilTaken(webhookPosting(web.url, telegram.people.writes(chat, 'chào')));
    await expect.poll(() => telegram.messagesTo(chat).length).toBe(2);
    // The timer does what the queue would have done.
    await askWhetherMoneyArrived(web.url);
    await query(`update causo.wait set due_at = now() - interval '6 s'`);
    await expect.poll(() => query('select id from causo.wait where done_at is not null')).toHaveLength(1);
    line.mend();
    await expect.poll(() => readyz(web)).toMatchObject({ status: 'ready' });
  });
});

describe('web and workers alone', () => {
  it('are tested on every server set-up of this machine', () => {
    expect(onServers.length).toBe(testSetUps().length - 1);
  });
});
