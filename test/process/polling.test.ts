import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startFakeTelegram, type FakeTelegram } from '../support/fake-telegram/mod.ts';
import { testSetUps } from '../support/set-ups.ts';
import { createSystem, telegramSettings, type System } from './system.ts';

const chats = Array.from({ length: 30 }, (_, index) => 7_000 + index);

describe.each(testSetUps())('a bot that fetches its updates, on $name', (setUp) => {
  let system: System;
  let telegram: FakeTelegram;

  beforeEach(async () => {
    system = await createSystem(setUp);
    telegram = await startFakeTelegram();
  });
  afterEach(async () => {
    await system.remove();
    await telegram.close();
  });

  const textsOf = (chat: number): readonly string[] => telegram.messagesTo(chat).map(({ text }) => text);
  const everybodyIsAnswered = (): Promise<void> =>
    expect.poll(() => Math.min(...chats.map((chat) => textsOf(chat).length))).toBeGreaterThanOrEqual(2);

  it('answers each update once and confirms it, up to the end', async () => {
    const program = await system.start(telegramSettings(telegram, 'polling'));
    expect(program.output()).toContain('Telegram: on (polling)');
    for (const chat of chats) telegram.queue(telegram.people.writes(chat, 'chào'));
    await everybodyIsAnswered();
    expect((await program.stop()).code).toBe(0);
    expect(telegram.pending()).toEqual([]);
    for (const chat of chats) expect(textsOf(chat)).toHaveLength(2);
  });

  it('answers each after kill -9 in the middle, although Telegram gives unconfirmed ones again', async () => {
    const first = await system.start(telegramSettings(telegram, 'polling'));
    await expect.poll(() => telegram.calls.some(({ method }) => method === 'getUpdates')).toBe(true);
    // However quick the program is: it cannot confirm what it gets now, and some of the people cannot be answered yet.
    telegram.trouble({ kind: 'silent' }, { method: 'getUpdates' });
    for (const chat of chats.slice(10)) telegram.trouble({ kind: 'silent' }, { chatId: chat });
    for (const chat of chats) telegram.queue(telegram.people.writes(chat, 'chào'));
    await expect.poll(() => telegram.accepted.length).toBeGreaterThan(4);
    await first.stop('SIGKILL');
    expect(telegram.pending()).toHaveLength(chats.length);
    telegram.calm();
    const second = await system.start(telegramSettings(telegram, 'polling'));
    await everybodyIsAnswered();
    await expect.poll(() => telegram.pending()).toEqual([]);
    expect((await second.stop()).code).toBe(0);
    const [expected = []] = chats.map(textsOf).filter(({ length }) => length === 2);
    for (const chat of chats) {
      const texts = textsOf(chat);
      expect(texts.filter((text, index) => text !== texts[index - 1])).toEqual(expected);
      // Only the one reply that was in the air can come twice.
      expect(texts.length).toBeLessThanOrEqual(3);
    }
  });
});
