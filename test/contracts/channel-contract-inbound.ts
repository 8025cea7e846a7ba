import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { InboundMessage } from '../../src/channels/channel.ts';
import type { ChannelHarness } from './channel-harness.ts';

const typed = 'Dạ, mai con đem giấy ra xã nộp được hông? 🌾';

/** The half of the channel contract about what comes in. Called inside a `describe`. */
export function expectCarefulParsing(harness: () => ChannelHarness): void {
  it('a text that a person types reaches us composed and with its address', async () => {
    const from = await harness().newAddress();
    const payload = await harness().personTypes(from, typed.normalize('NFD'));
    const [message, ...others] = harness().channel.parse(payload);
    expect(others).toEqual([]);
    expect(message).toMatchObject({ ...from, content: { type: 'text', text: typed.normalize('NFC') } });
    expect(message?.sentAt).toBeGreaterThanOrEqual(0);
  });

  it('ids are text everywhere', async () => {
    const from = await harness().newAddress();
    const [message] = harness().channel.parse(await harness().personTypes(from, 'chào'));
    const ids = [message?.channel, message?.account, message?.platformId, message?.updateId];
    expect(ids.map((id) => typeof id)).toEqual(['string', 'string', 'string', 'string']);
    expect(ids).not.toContain('');
  });

  it('copies of one update have the same id and different updates have different ids', async () => {
    const from = await harness().newAddress();
    const payload = await harness().personTypes(from, 'một');
    const copy: unknown = JSON.parse(JSON.stringify(payload));
    const other = await harness().personTypes(from, 'một');
    const ids = [payload, copy, other].map((each) => harness().channel.parse(each)[0]?.updateId);
    expect(ids[0]).toBe(ids[1]);
    expect(ids[0]).not.toBe(ids[2]);
  });

  it('anything at all can be parsed without an error', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.jsonValue()), (junk) => {
        expect(Array.isArray(harness().channel.parse(junk))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it.each([null, undefined, '', 0, [], {}, 'text', { update: {} }, { message: null }, [[[]]]])(
    'the junk payload %j gives no message',
    (junk) => {
      expect(harness().channel.parse(junk)).toEqual([]);
    },
  );

  it('a real payload with one thing replaced by junk is parsed or ignored', async () => {
    const from = await harness().newAddress();
    const payload = await harness().personTypes(from, 'Cho hỏi chợ nổi họp giờ nào?');
    const places = placesIn(payload);
    const junk = fc.oneof(fc.jsonValue(), fc.constantFrom('\0', '\uD800', -1, 1e300, '', 'x'.repeat(10_000)));
    fc.assert(
      fc.property(fc.constantFrom(...places), junk, (place, value) => {
        const messages = harness().channel.parse(replaceAt(payload, place, value));
        expect(messages.every(isClean)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('a text comes in without NUL, without half letters and bounded', async () => {
    const from = await harness().newAddress();
    const payload = await harness().personTypes(from, `a\0b\uD83C ${'ế'.normalize('NFD').repeat(20_000)}`);
    expect(harness().channel.parse(payload).every(isClean)).toBe(true);
  });
}

function isClean(message: InboundMessage): boolean {
  const { content } = message;
  const text = content.type === 'text' ? content.text : content.type === 'media' ? (content.caption ?? 'x') : 'x';
  const isBounded = text.length > 0 && text.length <= 4096 && text === text.normalize('NFC');
  return isBounded && !text.includes('\0') && !/\p{Surrogate}/u.test(text) && Number.isSafeInteger(message.sentAt);
}

type Place = readonly (string | number)[];

/** The paths to everything inside a JSON value. */
function placesIn(value: unknown, at: Place = []): readonly Place[] {
  if (typeof value !== 'object' || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, inner]) => placesIn(inner, [...at, key]))];
}

function replaceAt(value: unknown, [key, ...rest]: Place, replacement: unknown): unknown {
  if (key === undefined) return replacement;
  if (Array.isArray(value)) {
    return value.map((each, index) => (index === Number(key) ? replaceAt(each, rest, replacement) : each));
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, name === key ? replaceAt(inner, rest, replacement) : inner]),
  );
}
