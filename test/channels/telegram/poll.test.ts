import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTelegramChannel } from '../../../src/channels/telegram/mod.ts';
import { startFakeTelegram } from '../../support/fake-telegram/mod.ts';
import type { FakeTelegram } from '../../support/fake-telegram/mod.ts';
import { never } from '../../support/never.ts';

const person = 5_550_001_234;

type Outcome = 'done' | 'busy';

describe('fetching updates without a public address', () => {
  let fake: FakeTelegram;
  let stop: AbortController;
  let lines: string[];
  let waits: number[];
  beforeEach(async () => {
    fake = await startFakeTelegram();
    stop = new AbortController();
    lines = [];
    waits = [];
  });
  afterEach(() => fake.close());

  /** Waits take no time; `onWait` sees each and can change the world. */
  function poll(take: (text: string) => Outcome | Promise<Outcome>, onWait = () => {}): Promise<void> {
    const channel = createTelegramChannel({
      token: fake.token,
      apiRoot: fake.apiRoot,
      log: (line) => lines.push(line),
      wait: async (milliseconds) => {
        waits.push(milliseconds);
        onWait();
      },
    });
    const read = (update: unknown) => {
      const content = channel.parse(update)[0]?.content;
      return content?.type === 'text' ? content.text : '';
    };
    return channel.pollUpdates(async (update) => take(read(update)), stop.signal);
  }

  function queue(...texts: readonly string[]): void {
    for (const text of texts) fake.queue(fake.people.writes(person, text));
  }

  it('updates come in order, and what was taken is confirmed at the end', async () => {
    queue('một', 'hai', 'ba');
    const taken: string[] = [];
    await poll((text) => {
      taken.push(text);
      if (taken.length === 3) stop.abort();
      return 'done';
    });
    expect(taken).toEqual(['một', 'hai', 'ba']);
    expect(fake.pending()).toEqual([]);
    expect(lines).toEqual([]);
  });

  it('an update that arrives while the call is held is taken at once', async () => {
    const polling = poll(() => {
      stop.abort();
      return 'done';
    });
    await expect.poll(() => fake.calls.some((call) => call.method === 'getUpdates')).toBe(true);
    queue('trễ');
    await polling;
    expect(fake.pending()).toEqual([]);
  });

  it('an update that was not taken comes again, and none behind it is lost', async () => {
    queue('một', 'hai', 'ba');
    const seen: string[] = [];
    await poll((text) => {
      seen.push(text);
      if (text === 'ba') stop.abort();
      return text === 'hai' && seen.length === 2 ? 'busy' : 'done';
    });
    expect(seen).toEqual(['một', 'hai', 'hai', 'ba']);
    expect(waits).toEqual([1000]);
  });

  it('an update that makes its taker fail is not confirmed', async () => {
    queue('một');
    await poll(
      () => {
        throw new Error('the store is away');
      },
      () => stop.abort(),
    );
    expect(fake.pending()).toHaveLength(1);
  });

  it('a webhook is removed first, also when somebody sets it again', async () => {
    const channel = createTelegramChannel({ token: fake.token, apiRoot: fake.apiRoot });
    const setWebhook = () => channel.setWebhook('https://causo.example/', 'abc', never());
    await setWebhook();
    queue('một', 'hai');
    const seen: string[] = [];
    await poll(async (text): Promise<Outcome> => {
      seen.push(text);
      if (text === 'ba') stop.abort();
      if (text !== 'hai') return 'done';
      await setWebhook();
      queue('ba');
      return 'done';
    });
    expect(seen).toEqual(['một', 'hai', 'ba']);
    expect(waits).toEqual([1000]);
    expect(fake.calls.filter((call) => call.method === 'deleteWebhook')).toHaveLength(2);
  });

  it('another program on the same bot is named in the log', async () => {
    fake.trouble({ kind: 'refuse', code: 409, description: 'Conflict: terminated by other getUpdates request' });
    await poll(
      () => 'done',
      () => stop.abort(),
    );
    expect(lines).toEqual([
      'telegram polling: 409, another program reads the messages of this bot; trying again in 1 s',
    ]);
  });

  it('waits grow up to half a minute while Telegram is away, and the log holds codes only', async () => {
    fake.trouble({ kind: 'server_error', status: 502 });
    await poll(
      () => 'done',
      () => {
        if (waits.length === 7) stop.abort();
      },
    );
    expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
    expect(lines[0]).toBe('telegram polling: unavailable; trying again in 1 s');
    expect(lines.join()).not.toContain(fake.token);
  });

  it('a stop ends a held call without a word', async () => {
    const polling = poll(() => 'done');
    await expect.poll(() => fake.calls.some((call) => call.method === 'getUpdates')).toBe(true);
    stop.abort();
    await polling;
    expect([lines, waits]).toEqual([[], []]);
  });
});
