import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutText, splitText, tidyText } from '../../../src/channels/text.ts';

const squeezed = (text: string) => text.replace(/\s+/g, '');

describe('fitting text to Telegram', () => {
  it('a short text stays in one part', () => {
    expect(splitText('Dạ, nghe đây.', 4096)).toEqual(['Dạ, nghe đây.']);
  });

  it('an empty text has no part', () => {
    expect(splitText(' \n ', 10)).toEqual([]);
  });

  it.each([
    ['at a paragraph', 'Câu một. Câu hai\n\nCâu ba. Câu bốn', 24, ['Câu một. Câu hai', 'Câu ba. Câu bốn']],
    ['at a line', 'Câu một. Câu\nhai ba bốn', 16, ['Câu một. Câu', 'hai ba bốn']],
    ['after a sentence', 'Câu một. Câu hai dài hơn', 16, ['Câu một.', 'Câu hai dài hơn']],
    ['between words', 'một hai ba bốn', 9, ['một hai', 'ba bốn']],
  ])('a long text is cut %s', (_name, text, limit, parts) => {
    expect(splitText(text, limit)).toEqual(parts);
  });

  it.each(['👩‍🌾', '👍🏽', 'e\u0323\u0302', '🌾'])('%s is never cut apart', (letter) => {
    const cuts = Array.from({ length: 12 }, (_, limit) => cutText(`ab${letter}cd`, limit + 1));
    const broken = cuts.filter((cut) => cut.length > 2 && cut.length < 2 + letter.length);
    expect(broken).toEqual([]);
  });

  it('nothing but white space is lost and every part fits, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), fc.integer({ min: 4, max: 60 }), (text, limit) => {
        const parts = splitText(text, limit);
        expect(squeezed(parts.join(''))).toBe(squeezed(text));
        expect(parts.every((part) => part.length <= limit && part.length > 0)).toBe(true);
      }),
    );
  });

  it('text leaves tidied: composed, without NUL and half letters', () => {
    expect(tidyText('e\u0302\u0301\0\uD83C')).toBe('ế\uFFFD');
  });

  it('a very long run of marks takes no longer than its length', () => {
    expect(splitText('\u0301'.repeat(200_000), 4096)).toHaveLength(49);
  });
});
