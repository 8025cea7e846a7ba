import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnswerType, Value } from '../../../src/core/flow.ts';
import type { AnswerContext } from '../../../src/understanding/answers/answer.ts';
import { banks, readAnswer, type Answer } from '../../../src/understanding/answers/mod.ts';

const open: AnswerContext = { now: 1_795_000_000_000, options: [] };
const roles: AnswerContext = {
  now: open.now,
  options: [
    { id: 'pay', words: ['Trả tiền', 'Pay'] },
    { id: 'sell', words: ['Nhận tiền', 'Get paid'] },
    { id: 'wrong', words: ['Chuyển nhầm', 'Wrong transfer'] },
  ],
};
const skip: AnswerContext = { now: open.now, options: [{ id: 'skip', words: ['Để khách tự nhập', 'Skip'] }] };

function value(read: Value, confirm?: true): Answer {
  return confirm ? { kind: 'value', value: read, confirm } : { kind: 'value', value: read };
}

describe('options', () => {
  it.each([
    ['1', 'pay'],
    ['số hai', 'sell'],
    ['2️⃣', 'sell'],
    ['cái số ba đó', 'wrong'],
    ['ba', 'wrong'],
    ['thứ nhì', 'sell'],
    ['cuối cùng', 'wrong'],
    ['đầu tiên nha', 'pay'],
    ['trả tiền', 'pay'],
    ['tra tien nha con', 'pay'],
    ['NHẬN TIỀN', 'sell'],
    ['tui muốn nhận tiền', 'sell'],
    ['nhầm', 'wrong'],
    ['wrong transfer', 'wrong'],
    ['traá tiền', 'pay'],
  ])('takes "%s" for the option %s', (text, option) => {
    expect(readAnswer('none', text, roles)).toEqual({ kind: 'option', option });
  });

  it.each(['hai hai', '4', '7', 'tiền', 'không trả tiền', 'trời mưa', '', '1 với 2'])('takes "%s" for none of them', (text) => {
    expect(readAnswer('none', text, roles)).toEqual({ kind: 'unreadable' });
  });

  it('goes back on 0 and its words', () => {
    expect(readAnswer('none', '0', roles)).toEqual({ kind: 'back' });
    expect(readAnswer('money', 'quay lại', skip)).toEqual({ kind: 'back' });
  });

  it('tells the number of an option from an amount', () => {
    expect(readAnswer('money', '1', skip)).toEqual({ kind: 'option', option: 'skip' });
    expect(readAnswer('money', '50000', skip)).toEqual(value(50000));
    expect(readAnswer('money', 'để khách tự nhập', skip)).toEqual({ kind: 'option', option: 'skip' });
  });

  it('knows above and below when there are two', () => {
    const two = { now: open.now, options: roles.options.slice(0, 2) };
    expect(readAnswer('none', 'cái ở trên', two)).toEqual({ kind: 'option', option: 'pay' });
    expect(readAnswer('none', 'cai o duoi', two)).toEqual({ kind: 'option', option: 'sell' });
  });

  it('understands a yes where the options are called yes and no', () => {
    const correct = { now: open.now, options: [{ id: 'yes', words: ['Đúng'] }, { id: 'no', words: ['Sửa lại'] }] };
    expect(readAnswer('none', 'ừ đúng đó', correct)).toEqual({ kind: 'option', option: 'yes' });
    expect(readAnswer('none', 'hổng phải', correct)).toEqual({ kind: 'option', option: 'no' });
    expect(readAnswer('none', 'dung', correct)).toEqual({ kind: 'option', option: 'yes', confirm: true });
    expect(readAnswer('none', 'đừng', correct)).toEqual({ kind: 'option', option: 'no' });
  });

  it('does not take a part of a label where free text is an answer', () => {
    expect(readAnswer('name', 'Trần Văn Nhận', roles)).toEqual(value('Trần Văn Nhận'));
  });
});

const readings: readonly (readonly [AnswerType, string, Value | undefined, true?])[] = [
  ['yesno', 'dạ phải', 'yes'],
  ['yesno', 'đúng rồi con', 'yes'],
  ['yesno', 'dung roi', 'yes'],
  ['yesno', 'dung', 'yes', true],
  ['yesno', 'dung luu', 'no'],
  ['yesno', 'hông', 'no'],
  ['yesno', 'k', 'no'],
  ['yesno', 'thôi con ơi', 'no'],
  ['yesno', '👍', 'yes'],
  ['yesno', '❌', 'no'],
  ['yesno', 'để coi đã', 'unsure'],
  ['yesno', 'hổng chắc', 'unsure'],
  ['yesno', 'có được không', undefined],
  ['link_code', '4821 5937', '48215937'],
  ['link_code', 'mã là 48215937 nha con', '48215937'],
  ['link_code', '48-21-59-37', '48215937'],
  ['link_code', 'bốn tám hai một năm chín ba bảy', '48215937'],
  ['link_code', '４８２１ ５９３７', '48215937'],
  ['link_code', '4821593', undefined],
  ['link_code', '482159370', undefined],
  ['link_code', '4821 5937 hay 4821 5938', undefined],
  ['link_code', 'mã 4821 5937, thẻ 4111 1111 1111 1111', undefined],
  ['link_code', 'không nhớ', undefined],
  ['yesno', 'ruộng lúa', undefined],
  ['money', '50k', 50000],
  ['money', '50 ngàn', 50000],
  ['money', '50.000đ', 50000],
  ['money', '50 000', 50000],
  ['money', '1tr2', 1200000],
  ['money', '1 triệu 250', 1250000],
  ['money', '2 triệu rưỡi', 2500000],
  ['money', 'một triệu hai trăm ngàn', 1200000],
  ['money', 'trăm rưỡi', 150000, true],
  ['money', 'ba chục ngàn', 30000],
  ['money', 'hai mươi mốt ngàn', 21000],
  ['money', 'xị rưỡi', 150000],
  ['money', 'nửa triệu', 500000],
  ['money', 'ba lăm ngàn', 35000],
  ['money', 'một trăm lẻ năm ngàn', 105000],
  ['money', '35', 35000, true],
  ['money', '1500', 1500],
  ['money', 'nawm chucj ngafn', 50000],
  ['money', '500 triệu', 500000000],
  ['money', '501 triệu', undefined],
  ['money', '-5000', undefined],
  ['money', '50-60k', undefined],
  ['money', 'không đồng', undefined],
  ['money', 'mắc quá', undefined],
  ['money', '999999999999999999999', undefined],
  ['bank', 'vcb', '970436'],
  ['bank', 'Ngân hàng Ngoại thương', '970436'],
  ['bank', 'argi', '970405'],
  ['bank', 'nong nghiep', '970405'],
  ['bank', 'tui xài Agribank nha', '970405'],
  ['bank', 'vietin', '970415'],
  ['bank', 'mb', '970422'],
  ['bank', 'BIDV', '970418'],
  ['bank', 'sacom', '970403'],
  ['bank', 'đông á', '970406'],
  ['bank', 'bưu điện', '970449'],
  ['bank', 'sài gòn hà nội', '970443'],
  ['bank', 'viecombank', '970436', true],
  ['bank', 'vcb hay mb', undefined],
  ['bank', 'bank', undefined],
  ['account', '0123 456 789', '0123456789'],
  ['account', 'stk 0123.456.789 vcb', '0123456789'],
  ['account', 'ms00t1234567', 'MS00T1234567'],
  ['account', '12345', undefined],
  ['account', '12345678901234567890', undefined],
  ['account', '096052000123', undefined],
  ['account', '4111 1111 1111 1111', undefined],
  ['account', 'chưa nhớ', undefined],
  ['name', 'dạ tui tên nguyễn thị lành', 'Nguyễn Thị Lành'],
  ['name', 'TRẦN VĂN ÚT nha con', 'Trần Văn Út'],
  ['name', 'leef thij hoongf', 'Lề Thị Hồng'],
  ['name', 'bà Mai Thị Tám', 'Mai Thị Tám'],
  ['name', 'La Văn Đông', 'La Văn Đông'],
  ['name', 'Hoa', 'Hoa', true],
  ['name', 'không biết', undefined],
  ['name', '0918000123', undefined],
  ['name', 'cho hỏi làm mã QR sao', undefined],
  ['note', '  tiền  cá\u200b bà Ba ', 'tiền cá bà Ba'],
  ['note', 'a'.repeat(60), 'a'.repeat(50), true],
  ['note', ' \n ', undefined],
  ['any', ' gì cũng được ', 'gì cũng được'],
  ['any', 'b'.repeat(300), 'b'.repeat(200)],
  ['none', 'gì đó', undefined],
];

describe('values', () => {
  it.each(readings.map(([type, text, read, confirm]) => [type, text, read, confirm] as const))('reads %s from "%s" as %s', (type, text, read, confirm) => {
    expect(readAnswer(type, text, open)).toEqual(read === undefined ? { kind: 'unreadable' } : value(read, confirm));
  });

  it('never throws, whatever is typed', () => {
    const types: readonly AnswerType[] = ['none', 'any', 'yesno', 'money', 'bank', 'account', 'link_code', 'name', 'note'];
    fc.assert(
      fc.property(fc.constantFrom(...types), fc.string({ unit: 'binary', maxLength: 3000 }), fc.boolean(), (type, text, withOptions) => {
        expect(['option', 'value', 'back', 'unreadable']).toContain(readAnswer(type, text, withOptions ? roles : open).kind);
      }),
    );
  });

  it('keeps amounts whole and within what a payment may be', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('1', '25', 'tram', 'muoi', 'k', 'ngan', 'trieu', 'ty', 'le', 'ruoi', 'hai', '1,5'), { maxLength: 8 }), (parts) => {
        const answer = readAnswer('money', parts.join(' '), open);
        const amount = answer.kind === 'value' ? Number(answer.value) : 1;
        expect(Number.isInteger(amount) && amount > 0 && amount <= 500_000_000).toBe(true);
      }),
    );
  });
});

describe('banks', () => {
  it('have six-digit ids that name one bank each', () => {
    expect(banks.every(({ id }) => /^\d{6}$/.test(id))).toBe(true);
    expect(new Set(banks.map(({ id }) => id)).size).toBe(banks.length);
  });

  it.each(banks.map(({ shortName, id }) => [shortName, id] as const))('%s is found by its short name', (shortName, id) => {
    expect(readAnswer('bank', shortName, open)).toEqual(value(id));
  });
});
