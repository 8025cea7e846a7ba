import { describe, expect, it } from 'vitest';
import { SendError } from '../../../src/channels/channel.ts';
import { createWebChannel } from '../../../src/channels/web/mod.ts';
import { never } from '../../support/never.ts';

const platformId = 'a1'.repeat(32);
const payload = { platformId, id: '7c1f9a52-2f0e-4c39-9a55-0d6d4c7b1e11', sentAt: 1_764_000_000_000, text: 'Cho hỏi giấy khai sinh' };
const channel = createWebChannel(() => undefined);

describe('the web channel reads what the page sends', () => {
  it('a text becomes one message', () => {
    expect(channel.parse(payload)).toEqual([
      {
        channel: 'web',
        account: 'web',
        platformId,
        updateId: `${platformId.slice(0, 16)}-${payload.id}`,
        sentAt: payload.sentAt,
        content: { type: 'text', text: payload.text },
      },
    ]);
  });

  it('a tap becomes one message', () => {
    const { text: _text, ...rest } = payload;
    expect(channel.parse({ ...rest, tap: 's1q2o3' })[0]?.content).toEqual({ type: 'tap', payload: 's1q2o3' });
  });

  it('a photo that we keep becomes one message', () => {
    const { text: _text, ...rest } = payload;
    expect(channel.parse({ ...rest, photo: '17' })[0]?.content).toEqual({ type: 'media', media: { kind: 'photo', reference: '17' } });
  });

  it('two visitors with the same id do not get in each other’s way', () => {
    const other = { ...payload, platformId: 'b2'.repeat(32) };
    expect(channel.parse(other)[0]?.updateId).not.toBe(channel.parse(payload)[0]?.updateId);
  });

  it.each([
    ['text and tap at once', { ...payload, tap: 's1q1o1' }],
    ['text and photo at once', { ...payload, photo: '17' }],
    ['a photo that lies nowhere', { ...payload, text: undefined, photo: '../17' }],
    ['neither text nor tap', { ...payload, text: undefined }],
    ['an empty text', { ...payload, text: ' \n ' }],
    ['a text that is too long', { ...payload, text: 'a'.repeat(4097) }],
    ['a tap with spaces', { ...payload, text: undefined, tap: 'một hai' }],
    ['an id that is too short', { ...payload, id: '1' }],
    ['a time that is no time', { ...payload, sentAt: 1e300 }],
    ['a visitor that is no hash', { ...payload, platformId: 'toi' }],
  ])('%s is ignored', (_what, wrong) => {
    expect(channel.parse(wrong)).toEqual([]);
  });

  it('a text of the full length is taken', () => {
    expect(channel.parse({ ...payload, text: 'ế'.repeat(4096) })).toHaveLength(1);
  });
});

describe('the web channel sends', () => {
  it('by waking the open pages of that visitor', async () => {
    const woken: string[] = [];
    const sending = createWebChannel((id) => woken.push(id));
    const to = { channel: 'web', account: 'web', platformId };
    await expect(sending.send(to, { text: 'Dạ', options: [] }, never())).resolves.toBe('web');
    expect(woken).toEqual([platformId]);
  });

  it('nothing to an address of another channel', async () => {
    const to = { channel: 'telegram', account: '1', platformId: '2' };
    await expect(channel.send(to, { text: 'Dạ', options: [] }, never())).rejects.toBeInstanceOf(SendError);
  });
});
