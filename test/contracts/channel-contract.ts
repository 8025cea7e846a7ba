import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SendError } from '../../src/channels/channel.ts';
import type { AddressKey, OutboundMessage, OutboundOption } from '../../src/channels/channel.ts';
import { never } from '../support/never.ts';
import { expectCarefulParsing } from './channel-contract-inbound.ts';
import type { ChannelAbilities, ChannelHarness, Trouble } from './channel-harness.ts';

export type { ChannelHarness, ShownMessage, Trouble } from './channel-harness.ts';

/** What our code must make of a trouble. */
const meaning: Readonly<Record<Trouble, { readonly code: SendError['code']; readonly retryable: boolean }>> = {
  rate_limited: { code: 'rate_limited', retryable: true },
  blocked: { code: 'blocked', retryable: false },
  unavailable: { code: 'unavailable', retryable: true },
  unreachable: { code: 'unavailable', retryable: true },
  lost_answer: { code: 'unknown_outcome', retryable: true },
  silent: { code: 'unknown_outcome', retryable: true },
  refused: { code: 'refused', retryable: false },
};

/** The smallest picture of a single point. */
const onePoint = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

const greeting = 'Dạ, ấp Rạch Gốc đã nghe. Chiều nay bà con ghé nhà văn hóa nhé! 🌾';

function plain(text: string, options: readonly OutboundOption[] = []): OutboundMessage {
  return { text, options };
}

function answer(label: string, payload: string): OutboundOption {
  return { label, payload, role: 'answer' };
}

/** Runs the one suite that every channel must pass. */
export function describeChannelContract(
  name: string,
  makeHarness: () => Promise<ChannelHarness>,
  abilities: ChannelAbilities,
): void {
  describe(`the channel contract: ${name}`, () => {
    let harness: ChannelHarness;
    beforeEach(async () => {
      harness = await makeHarness();
    });
    afterEach(() => harness.close());

    expectCarefulParsing(() => harness);

    const send = (to: AddressKey, message: OutboundMessage) => harness.channel.send(to, message, never());

    it('a Vietnamese text reaches the person letter by letter', async () => {
      const to = await harness.newAddress();
      const id = await send(to, plain(greeting));
      const shown = await harness.shownTo(to);
      expect(shown.map((each) => each.text)).toEqual([greeting.normalize('NFC')]);
      expect(typeof id).toBe('string');
      expect(shown.at(-1)?.id).toBe(id);
    });

    it('messages arrive in the order in which they were sent', async () => {
      const to = await harness.newAddress();
      const texts = ['Một', 'Hai', 'Ba', 'Bốn', 'Năm'];
      for (const text of texts) await send(to, plain(text));
      expect((await harness.shownTo(to)).map((each) => each.text)).toEqual(texts);
    });

    it('a message goes to its own address only', async () => {
      const [to, other] = [await harness.newAddress(), await harness.newAddress()];
      await send(to, plain('Chỉ cho một người'));
      expect(await harness.shownTo(to)).toHaveLength(1);
      expect(await harness.shownTo(other)).toEqual([]);
    });

    it('a text over the limit arrives whole, in parts that each fit', async () => {
      const to = await harness.newAddress();
      const words = Array.from({ length: 2000 }, (_, index) => `chữ${index}`).join(' ');
      const id = await send(to, plain(words, [answer('Đọc rồi', 's1q1o1')]));
      const shown = await harness.shownTo(to);
      expect(shown.flatMap((each) => each.text.split(/\s+/)).slice(0, 2000).join(' ')).toBe(words);
      expect(Math.max(...shown.map((each) => each.text.length))).toBeLessThanOrEqual(harness.channel.limits.textLength);
      expect(shown.at(-1)?.id).toBe(id);
    });

    it('a long text without any space is never cut inside an emoji', async () => {
      const to = await harness.newAddress();
      const crops = '🌾'.repeat(harness.channel.limits.textLength);
      await send(to, plain(`a${crops}`));
      const texts = (await harness.shownTo(to)).map((each) => each.text);
      expect(texts.join('')).toBe(`a${crops}`);
      expect(texts.every((text) => !/\p{Surrogate}/u.test(text))).toBe(true);
    });

    it('more options than the channel has room for are all readable', async () => {
      const to = await harness.newAddress();
      const options = Array.from({ length: 120 }, (_, index) => answer(`Lựa chọn ${index + 1}.`, `s1q1o${index}`));
      await send(to, plain('Chọn một trong các ý sau', options));
      const seen = (await harness.shownTo(to)).flatMap((each) => [each.text, ...each.options]).join('\n');
      expect(options.map((each) => each.label).filter((label) => !seen.includes(label))).toEqual([]);
    });

    it('a label that is too long is readable in full', async () => {
      const to = await harness.newAddress();
      const label = `Nhà tôi ở ${'cuối con rạch nhỏ, '.repeat(15)}qua cầu khỉ là tới`;
      await send(to, plain('Nhà ở đâu ạ?', [answer(label, 's1q2o1')]));
      const seen = (await harness.shownTo(to)).flatMap((each) => [each.text, ...each.options]).join('\n');
      expect(seen).toContain(label);
    });

    it('navigation never takes the place of an answer', async () => {
      const to = await harness.newAddress();
      const back: OutboundOption = { label: 'Quay lại', payload: 's1q1back', role: 'navigation' };
      await send(to, plain('Chọn phường nào?', [back, answer('Tân Thành', 's1q1o1'), answer('Lý Văn Lâm', 's1q1o2')]));
      const [shown] = await harness.shownTo(to);
      const order = [shown?.text, ...(shown?.options ?? [])].join('\n');
      expect(order).toContain('Tân Thành');
      expect(order).toContain('Lý Văn Lâm');
    });

    it('a message that is given up before it began is not sent', async () => {
      const to = await harness.newAddress();
      const sending = harness.channel.send(to, plain('Không gửi'), AbortSignal.abort());
      await expect(sending).rejects.toBeInstanceOf(SendError);
      expect(await harness.shownTo(to)).toEqual([]);
    });

    it('a sign that the message is being worked on never fails', async () => {
      const from = await harness.newAddress();
      const payload = await harness.personTypes(from, 'chào');
      const [message] = harness.channel.parse(payload);
      const acknowledged = message && harness.channel.acknowledge?.(message, { nothing: 'known' });
      await expect(Promise.resolve(acknowledged)).resolves.toBeUndefined();
    });

    if (abilities.taps) {
      it('an option can be tapped and its payload comes back exactly', async () => {
        const to = await harness.newAddress();
        const payload = 's1234567.q89.o12:x_y-Z';
        await send(to, plain('Ghé lúc nào ạ?', [answer('Sáng mai', 's1q1o1'), answer('Chiều mốt', payload)]));
        const [message] = harness.channel.parse(await harness.personTaps(to, 'Chiều mốt'));
        expect(message).toMatchObject({ ...to, content: { type: 'tap', payload } });
      });

      it('options stay with the last part of a long text', async () => {
        const to = await harness.newAddress();
        const text = 'Câu này dài lắm. '.repeat(500);
        await send(to, plain(text, [answer('Đồng ý', 's1q1o1')]));
        const options = (await harness.shownTo(to)).map((each) => each.options);
        expect(options.at(-1)).toEqual(['Đồng ý']);
        expect(options.slice(0, -1).flat()).toEqual([]);
      });
    }

    if (abilities.pictures) {
      const picture = { bytes: onePoint, mediaType: 'image/png', description: 'Mã vuông để nhận tiền' } as const;

      it('a picture arrives with its bytes, its words and its options', async () => {
        const to = await harness.newAddress();
        const id = await send(to, { text: 'Đưa khách quét hình này.', options: [answer('Xong rồi', 's1q1o1')], picture });
        const shown = await harness.shownTo(to);
        const bytes = shown.map((each) => each.picture).find((each) => each !== undefined);
        expect(Buffer.from(bytes ?? []).equals(onePoint)).toBe(true);
        expect(shown.map((each) => each.text).join('')).toBe('Đưa khách quét hình này.');
        expect(shown.flatMap((each) => each.options).join()).toContain('Xong rồi');
        expect(shown.at(-1)?.id).toBe(id);
      });

      it('a picture whose words are too long for a caption loses nothing', async () => {
        const to = await harness.newAddress();
        const text = Array.from({ length: 400 }, (_, index) => `dòng${index}`).join(' ');
        await send(to, { text, options: [], picture });
        const shown = await harness.shownTo(to);
        expect(shown.filter((each) => each.picture !== undefined)).toHaveLength(1);
        expect(shown.map((each) => each.text).join(' ').trim()).toBe(text);
      });
    }

    it.each(abilities.troubles.map((trouble) => ({ trouble, ...meaning[trouble] })))(
      'a platform that is $trouble makes sending fail as $code',
      async ({ trouble, code, retryable }) => {
        const to = await harness.newAddress();
        await harness.trouble(to, trouble);
        const giving = new AbortController();
        const sending = failureOf(harness.channel.send(to, plain('Có nghe không?'), giving.signal));
        // Nobody but the caller ends a send that is never answered.
        if (trouble === 'silent') await harness.called(to).then(() => giving.abort());
        const error = await sending;
        expect({ code: error.code, retryable: error.retryable }).toEqual({ code, retryable });
        expect(error.retryAfter).toBe(trouble === 'rate_limited' ? 7000 : undefined);
      },
    );

    if (abilities.troubles.includes('lost_answer')) {
      it('a message whose answer was lost is nevertheless there', async () => {
        const to = await harness.newAddress();
        await harness.trouble(to, 'lost_answer');
        await failureOf(send(to, plain('Tới nơi rồi')));
        expect((await harness.shownTo(to)).map((each) => each.text)).toEqual(['Tới nơi rồi']);
      });
    }

    if (abilities.troubles.includes('silent')) {
      it('a send that is given up ends at once', async () => {
        const to = await harness.newAddress();
        await harness.trouble(to, 'silent');
        const given = new AbortController();
        const sending = failureOf(harness.channel.send(to, plain('Chờ mãi'), given.signal));
        given.abort();
        expect((await sending).retryable).toBe(true);
      });
    }
  });
}

async function failureOf(sending: Promise<string>): Promise<SendError> {
  const outcome = await sending.then(
    (id) => `sent as ${id}`,
    (error: unknown) => error,
  );
  if (outcome instanceof SendError) return outcome;
  throw new Error(`Expected a SendError, got ${String(outcome)}`);
}
