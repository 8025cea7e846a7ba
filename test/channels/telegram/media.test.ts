import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MediaError } from '../../../src/channels/channel.ts';
import { createTelegramChannel } from '../../../src/channels/telegram/mod.ts';
import { startFakeTelegram, type FakeTelegram } from '../../support/fake-telegram/mod.ts';

let telegram: FakeTelegram;
const never = new AbortController().signal;

beforeEach(async () => {
  telegram = await startFakeTelegram();
});
afterEach(() => telegram.close());

function fetchMedia(reference: string, { longest = 1_000, signal = never } = {}): Promise<Uint8Array | undefined> {
  const channel = createTelegramChannel({ token: telegram.token, apiRoot: telegram.apiRoot });
  return channel.fetchMedia?.(reference, longest, signal) ?? Promise.resolve(undefined);
}

async function faultOf(fetching: Promise<unknown>): Promise<MediaError> {
  const fault = await fetching.then(() => undefined, (error: unknown) => error);
  if (!(fault instanceof MediaError)) throw new Error(`Expected a MediaError, got ${String(fault)}`);
  return fault;
}

describe('a file on Telegram', () => {
  it('is fetched by its id', async () => {
    const id = telegram.addFile(Buffer.from('a photo'));
    expect(Buffer.from((await fetchMedia(id)) ?? []).toString()).toBe('a photo');
  });

  it('is not fetched when it is longer than wanted', async () => {
    expect((await faultOf(fetchMedia(telegram.addFile(Buffer.alloc(1_001))))).code).toBe('too_big');
  });

  it('is gone when Telegram has removed it', async () => {
    expect((await faultOf(fetchMedia(telegram.addFile(Buffer.alloc(0))))).code).toBe('gone');
  });

  it('may come later when Telegram does not answer', async () => {
    const id = telegram.addFile(Buffer.from('a photo'));
    telegram.trouble({ kind: 'server_error', status: 502 });
    expect((await faultOf(fetchMedia(id))).code).toBe('unavailable');
    expect((await faultOf(fetchMedia(id, { signal: AbortSignal.abort() }))).code).toBe('unavailable');
  });

  it('leaves neither token nor address in a fault, nor anything that could hold them', async () => {
    const id = telegram.addFile(Buffer.from('a photo'));
    const { apiRoot } = telegram;
    await telegram.close();
    const fault = await faultOf(fetchMedia(id));
    expect([fault.message, fault.cause]).toEqual(['unavailable', undefined]);
    expect(JSON.stringify([fault, fault.stack])).not.toContain(apiRoot.slice('http://'.length));
    telegram = await startFakeTelegram();
  });
});
