import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold } from '../../src/understanding/fold.ts';
import { decodeKeyboard } from '../../src/understanding/keyboard.ts';

describe('fold', () => {
  it.each([
    ['  Gặp   NGƯỜI thật! ', 'gap nguoi that'],
    ['Đường Đất Mũi', 'duong dat mui'],
    ['Ðầm Dơi', 'dam doi'],
    ['“Quay lại…”', 'quay lai'],
    ['１２３', '123'],
    ['...', ''],
    ['1,2tr', '1,2tr'],
    ['\u200bthôi\u200b', 'thoi'],
  ])('turns %j into %j', (text, folded) => {
    expect(fold(text)).toBe(folded);
  });

  it('gives composed and decomposed spellings the same form', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(fold(text.normalize('NFC'))).toBe(fold(text.normalize('NFD')));
      }),
    );
  });

  it('does not change what is folded already', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        expect(fold(fold(text))).toBe(fold(text));
      }),
    );
  });

  it('reads no more than the first 2000 characters', () => {
    expect(fold('a'.repeat(5000))).toHaveLength(2000);
  });
});

describe('keyboard leftovers', () => {
  it.each([
    ['gapwj', 'gặp'],
    ['nguowif', 'người'],
    ['ddi', 'đi'],
    ['khoong', 'không'],
    ['ddawng', 'đăng'],
    ['tieenf', 'tiền'],
    ['nguyeenx', 'nguyễn'],
    ['hoaf', 'hòa'],
    ['thuyr', 'thủy'],
    ['kho1', 'khó'],
    ['be6nh5', 'bệnh'],
    ['d9o6ng2', 'đồng'],
    ['tho73', 'thở'],
  ])('%s stands for %s', (typed, meant) => {
    expect(decodeKeyboard(typed)).toBe(meant);
  });

  it.each(['khong', 'status', 'xin', 'app', 'covid19', 'hk1', '0918', 'x'])('%s is left alone', (word) => {
    expect(decodeKeyboard(word)).toBeUndefined();
  });
});
