import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OutboundOption } from '../../src/channels/channel.ts';
import { buildKeyboard } from '../../src/channels/telegram/keyboard.ts';
import { limits as telegramLimits } from '../../src/channels/telegram/limits.ts';
import { splitText } from '../../src/channels/text.ts';
import { layOut } from '../../src/channels/zalo-oa/buttons.ts';
import { limits as zaloLimits } from '../../src/channels/zalo-oa/limits.ts';
import { fitIn } from '../../src/inspect/channel-fit.ts';

/** What a channel makes of a question: pieces of text, and the labels of its buttons. */
type Layout = (text: string, options: readonly OutboundOption[]) => { readonly pieces: number; readonly buttons: readonly string[] };

const zalo: Layout = (text, options) => {
  const { buttons, lines } = layOut(options);
  return { pieces: splitText([text, ...lines].join('\n'), zaloLimits.textLength).length, buttons: buttons.map(({ title }) => title) };
};

const telegram: Layout = (text, options) => {
  const { rows, unplaced } = buildKeyboard(options);
  const whole = [text, ...unplaced.map((label) => `• ${label}`)].join('\n');
  return { pieces: splitText(whole, telegramLimits.textLength).length, buttons: rows.flat().map((button) => button.text) };
};

const channels = [
  ['zalo', zaloLimits, zalo],
  ['telegram', telegramLimits, telegram],
] as const;

const letters = (from: number, to: number) => fc.integer({ min: from, max: to }).map((length) => 'a'.repeat(length));

describe.each(channels)('what inspect says of %s', (id, limits, layout) => {
  const shape = { id, limits };
  const texts = fc.oneof(letters(1, 50), letters(limits.textLength - 600, limits.textLength + 600));
  const labels = fc.array(fc.oneof(letters(1, 30), letters(limits.labelLength - 5, limits.labelLength + 5)), { maxLength: limits.options });

  it('is what becomes of a question there', () => {
    fc.assert(
      fc.property(texts, labels, (text, raw) => {
        const numbered = raw.map((label, index) => ({ key: `option ${index}`, text: `${index + 1}. ${label}` }));
        const options = numbered.map((label, index): OutboundOption => ({ label: label.text, payload: `#1.1.${index + 1}`, role: 'answer' }));
        const misfits = fitIn({ key: 'text', text, labels: numbered }, shape);
        const shown = layout(text, options);
        const cut = numbered.filter((label) => !shown.buttons.includes(label.text)).map(({ key }) => key);
        expect(misfits.filter(({ key }) => key !== 'text').map(({ key }) => key)).toEqual(cut);
        // A bullet before each repeated label makes it two longer than we count.
        const slack = 2 * cut.length;
        const { length } = [text, ...numbered.filter(({ key }) => cut.includes(key)).map((label) => label.text)].join('\n');
        fc.pre(length > limits.textLength || length + slack <= limits.textLength);
        expect(misfits.some(({ key }) => key === 'text')).toBe(shown.pieces > 1);
      }),
    );
  });

  it('counts all options that stand in the text for want of buttons', () => {
    const numbered = Array.from({ length: limits.options + 1 }, (_, index) => ({ key: `${index}`, text: `${index + 1}. ${'a'.repeat(20)}` }));
    const [first] = fitIn({ key: 'text', text: 'a'.repeat(limits.textLength - 60), labels: numbered }, shape);
    expect(first?.key).toBe('text');
  });
});
