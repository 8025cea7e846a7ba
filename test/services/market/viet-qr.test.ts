import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildVietQr, foldNote, readVietQrInput, saysTheSame } from '../../../src/services/market/viet-qr.ts';
import { checksum, readFields } from './emv.ts';

const stall = { bank: '970405', account: '1234567890123' };

const validInput = fc.record(
  {
    bank: fc.constantFrom('970405', '970436', '970422', '970415', '970418', '970432'),
    account: fc.stringMatching(/^[0-8][0-9]{5,18}$/),
    amount: fc.integer({ min: 1, max: 500_000_000 }),
    note: fc.stringMatching(/^[A-Za-z0-9]{1,12}( [A-Za-z0-9]{1,12})?$/),
  },
  { requiredKeys: ['bank', 'account'] },
);

function read(raw: Record<string, unknown>) {
  const result = readVietQrInput(raw);
  if (!result.ok) throw new Error(`Expected usable input, got ${result.reason}`);
  return result.input;
}

describe('a VietQR code', () => {
  it('agrees with a code that was put together by hand from the table of the format', () => {
    const inner = '0006970436' + '0110' + '0123456789';
    const block = '0010A000000727' + `01${inner.length}${inner}` + '0208QRIBFTTA';
    const body = `00020101021138${block.length}${block}5303704` + '5802VN' + '6304';
    expect(buildVietQr({ bank: '970436', account: '0123456789' })).toBe(body + checksum(body));
  });

  it('says what it was asked to say, in fields whose lengths and checksum are right', () => {
    fc.assert(
      fc.property(validInput, (raw) => {
        const input = read(raw);
        const content = buildVietQr(input);
        const fields = readFields(content);
        const block = readFields(fields.get('38') ?? '');
        const receiver = readFields(block.get('01') ?? '');
        expect(fields.get('63')).toBe(checksum(content.slice(0, -4)));
        expect(fields.get('01')).toBe(raw.amount === undefined ? '11' : '12');
        expect([block.get('00'), block.get('02')]).toEqual(['A000000727', 'QRIBFTTA']);
        expect([receiver.get('00'), receiver.get('01')]).toEqual([raw.bank, raw.account]);
        expect([fields.get('53'), fields.get('58')]).toEqual(['704', 'VN']);
        expect(fields.get('54')).toBe(raw.amount === undefined ? undefined : String(raw.amount));
        expect(readFields(fields.get('62') ?? '').get('08')).toBe(raw.note);
        expect(saysTheSame(content, input)).toBe(true);
      }),
    );
  });

  it('is not taken for the same when any character of it was changed', () => {
    const input = read({ ...stall, amount: 50_000, note: 'Tien ca' });
    const content = buildVietQr(input);
    const changed = [...content].map((character, index) => content.slice(0, index) + (character === '7' ? '8' : '7') + content.slice(index + 1));
    expect(changed.filter((text) => saysTheSame(text, input))).toEqual([]);
  });

  it('carries no amount when the payer is to enter it', () => {
    expect(readFields(buildVietQr(read(stall))).has('54')).toBe(false);
  });
});

describe('the input of a VietQR code', () => {
  it.each([
    ['a bank nobody knows', { ...stall, bank: '123456' }, 'unknown_bank'],
    ['no bank', { account: stall.account }, 'unknown_bank'],
    ['no account', { bank: stall.bank }, 'bad_account'],
    ['a number as account', { ...stall, account: 1234567 }, 'bad_account'],
    ['too short an account', { ...stall, account: '12345' }, 'bad_account'],
    ['too long an account', { ...stall, account: '12345678901234567890' }, 'bad_account'],
    ['an account with other signs', { ...stall, account: '12345678|90' }, 'bad_account'],
    ['a card number', { ...stall, account: '9704 0512 3456 7890' }, 'card_number'],
    ['nothing to pay', { ...stall, amount: 0 }, 'bad_amount'],
    ['a negative amount', { ...stall, amount: -5000 }, 'bad_amount'],
    ['half a đồng', { ...stall, amount: 0.5 }, 'bad_amount'],
    ['more than 500 million', { ...stall, amount: 500_000_001 }, 'bad_amount'],
    ['no number at all', { ...stall, amount: Number.NaN }, 'bad_amount'],
    ['an amount as text', { ...stall, amount: '50000' }, 'bad_amount'],
    ['a note that is no text', { ...stall, note: 5 }, 'bad_note'],
  ])('is refused with its reason for %s', (_, raw, reason) => {
    expect(readVietQrInput(raw)).toEqual({ ok: false, reason });
  });

  it('may hold an account as people write it, in groups', () => {
    expect(read({ ...stall, account: '1234 5678.901-23' }).account).toBe(stall.account);
  });

  it('keeps a note in letters that every bank can carry', () => {
    expect(read({ ...stall, note: 'Tiền cá đồng – sạp bà Tư, chợ Cái Nước' }).note).toBe('Tien ca dong sap ba Tu ch');
  });

  it('leaves out a note of which nothing is left', () => {
    expect(read({ ...stall, note: ' 🐟 … ' })).toEqual(stall);
  });

  it('folds any note to something short that folds to itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (note) => {
        const folded = foldNote(note);
        expect(folded).toMatch(/^([0-9A-Za-z]+( [0-9A-Za-z]+)*)?$/);
        expect(folded.length).toBeLessThanOrEqual(25);
        expect(foldNote(folded)).toBe(folded);
      }),
    );
  });
});
