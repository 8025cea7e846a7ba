import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createVisitor, isTaken, post, type Posting, type RunningProgram } from '../../scripts/program.mjs';
import { startFakeTelegram, type FakeTelegram } from '../support/fake-telegram/mod.ts';
import { testSetUps } from '../support/set-ups.ts';
import { createSystem, sendUntilTaken, telegramSettings, webhookPosting, type System } from './system.ts';

const chats = 25;

/** Somebody who chats on either channel. A message is the same however often it is sent. */
interface Person {
  writes(text: string): (url: string) => Posting;
  /** What has reached them so far, oldest first. */
  received(url: string): Promise<readonly string[]>;
}

function createWebPerson(index: number): Person {
  const visitor = createVisitor(`203.0.113.${index}`);
  return {
    writes: (text) => {
      const id = crypto.randomUUID();
      return (url) => visitor.message(url, text, id);
    },
    received: async (url) => (await visitor.history(url)).filter(({ direction }) => direction === 'outbound').map(({ text }) => text),
  };
}

function createTelegramPerson(telegram: FakeTelegram, chat: number): Person {
  return {
    writes: (text) => {
      // Rounded up, so that a quick answer is never older than its question.
      const update = telegram.people.sends(chat, { text, date: Math.ceil(Date.now() / 1000) });
      return (url) => webhookPosting(url, update);
    },
    received: async () => telegram.messagesTo(chat).map(({ text }) => text),
  };
}

/** When the process is asked to end: all messages are on the line, or the first of them is answered. */
const moments = ['all are on the line', 'the first is answered'] as const;

describe.each(testSetUps())('a process on $name that ends with fifty turns open', (setUp) => {
  let system: System;
  let telegram: FakeTelegram;
  let people: readonly Person[] = [];

  beforeEach(async () => {
    system = await createSystem(setUp);
    telegram = await startFakeTelegram();
    const onTelegram = Array.from({ length: chats }, (_, index) => createTelegramPerson(telegram, 5_000 + index));
    people = [...Array.from({ length: chats }, (_, index) => createWebPerson(index)), ...onTelegram];
  });
  afterEach(async () => {
    await system.remove();
    await telegram.close();
  });

  const start = (more = {}): Promise<RunningProgram> => system.start({ ...telegramSettings(telegram), TRUST_PROXY: 'true', ...more });
  const received = (url: string): Promise<readonly (readonly string[])[]> => Promise.all(people.map((person) => person.received(url)));
  const allHaveReceived = async (url: string, count: number): Promise<void> => {
    for (const person of people) {
      await expect.poll(async () => (await person.received(url)).length).toBeGreaterThanOrEqual(count);
    }
  };

  /** Everybody has said hello and now answers the question whether their messages may be kept. */
  const writeAtOnce = async ({ url }: RunningProgram, moment: (typeof moments)[number]) => {
    await Promise.all(people.map((person) => sendUntilTaken(person.writes('chào')(url))));
    await allHaveReceived(url, 2);
    const messages = people.map((person) => person.writes('1'));
    const posts = messages.map((message) => post(message(url)));
    await Promise.all(posts.map(({ sent }) => sent));
    if (moment === 'the first is answered') await Promise.race(posts.map(({ status }) => status));
    return { messages, statuses: Promise.all(posts.map(({ status }) => status)) };
  };

  /** What was refused comes again, at the same address. */
  const startAgain = async (url: string, messages: readonly ((url: string) => Posting)[], statuses: readonly number[]): Promise<RunningProgram> => {
    const next = await start({ PORT: new URL(url).port });
    await Promise.all(messages.filter((_, index) => !isTaken(statuses[index] ?? 0)).map((message) => sendUntilTaken(message(next.url))));
    await allHaveReceived(next.url, 4);
    return next;
  };

  it.each(moments)('by SIGTERM when %s: ends in order, and every message is answered exactly once', async (moment) => {
    const first = await start();
    const { messages, statuses } = await writeAtOnce(first, moment);
    const { code, errors } = await first.stop();
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    const next = await startAgain(first.url, messages, await statuses);
    const texts = await received(next.url);
    expect((await next.stop()).code).toBe(0);
    // After the end nothing can come any more: now everybody has the same four messages.
    expect(await Promise.all(people.slice(chats).map((person) => person.received('')))).toEqual(texts.slice(chats));
    for (const each of texts) expect(each).toEqual(texts[0]);
    expect(texts[0]).toHaveLength(4);
  });

  it.each(moments)('by kill -9 when %s: every message is answered, at most one reply that was in the air comes twice', async (moment) => {
    const first = await start();
    const { messages, statuses } = await writeAtOnce(first, moment);
    expect((await first.stop('SIGKILL')).signal).toBe('SIGKILL');
    const next = await startAgain(first.url, messages, await statuses);
    const texts = await received(next.url);
    expect((await next.stop()).code).toBe(0);
    const [expected = []] = texts;
    expect(expected).toHaveLength(4);
    for (const each of texts) {
      expect(each.filter((text, index) => text !== each[index - 1])).toEqual(expected);
      expect(each.length).toBeLessThanOrEqual(5);
    }
  });
});
