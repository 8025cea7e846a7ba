import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findIntents } from '../../src/understanding/intents.ts';
import { sentences } from './sentences.ts';

function topIntent(text: string): string {
  return findIntents(text)[0]?.intent ?? 'out_of_scope';
}

describe('findIntents', () => {
  it.each(sentences.map(([intent, text]) => [text, intent] as const))('hears in "%s" the intent %s', (text, intent) => {
    expect(topIntent(text)).toBe(intent);
  });

  it('puts emergencies first', () => {
    expect(findIntents('má tui xỉu rồi, đặt lịch khám hay sao')[0]?.intent).toBe('emergency');
  });

  it('takes a loss of money that still goes on for a scam', () => {
    expect(topIntent('tiền trong tài khoản đang bị rút hết')).toBe('scam.report');
  });

  it('finds nothing in a sentence about nothing we do', () => {
    expect(findIntents('trăng đêm rằm tròn lắm')).toEqual([]);
  });

  it('reads keyboard leftovers, chat short forms and slips of the finger', () => {
    expect(topIntent('lamf max qr cho sapj')).toBe('market.sell');
    expect(topIntent('ck lon ng r lm sao')).toBe('market.scam_or_wrong_transfer');
    expect(topIntent('kich haot vneid')).toBe('vneid.activate');
  });

  it('gives scores between 0 and 1, best first, for any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom(...sentences.map(([, text]) => text))), (text) => {
        const scores = findIntents(text).map(({ score }) => score);
        expect(scores.every((score) => score > 0 && score <= 1)).toBe(true);
        expect(scores).toEqual(scores.toSorted((first, second) => second - first));
      }),
    );
  });

  it('reads the longest message to the end', () => {
    expect(topIntent('chuyen khoan nham tien roi '.repeat(400))).toBe('market.scam_or_wrong_transfer');
  });
});
