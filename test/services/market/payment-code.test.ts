import fc from 'fast-check';
import { QRPay } from 'vietnam-qr-pay';
import { describe, expect, it } from 'vitest';
import { readPaymentCode } from '../../../src/services/market/payment-code.ts';
import { buildVietQr } from '../../../src/services/market/viet-qr.ts';
import { banks } from '../../../src/understanding/mod.ts';
import { codeOf, field, sealed } from '../../support/qr-codes.ts';

const stall = { kind: 'account', bank: '970436', isKnownBank: true, number: '0123456789' };

describe('the content of a payment code', () => {
  it('tells bank and account, and no more when the payer enters the rest', () => {
    expect(readPaymentCode(codeOf())).toEqual(stall);
  });

  it('tells amount, purpose and the name that was written into it', () => {
    const more = field('59', 'TIEM CA BA TU') + field('62', field('08', 'tien ca'));
    expect(readPaymentCode(codeOf({ amount: '50000', more }))).toEqual({ ...stall, amount: 50_000, purpose: 'tien ca', merchantName: 'TIEM CA BA TU' });
  });

  it('is read the same whatever was drawn by ourselves', () => {
    const input = fc.record(
      {
        bank: fc.constantFrom(...banks.map(({ id }) => id)),
        account: fc.stringMatching(/^[0-8][0-9]{5,18}$/),
        amount: fc.integer({ min: 1, max: 500_000_000 }),
        note: fc.stringMatching(/^[A-Za-z0-9]{1,12}( [A-Za-z0-9]{1,12})?$/),
      },
      { requiredKeys: ['bank', 'account'] },
    );
    fc.assert(
      fc.property(input, ({ bank, account, amount, note }) => {
        const expected = { kind: 'account', bank, isKnownBank: true, number: account, ...(amount ? { amount } : {}), ...(note ? { purpose: note } : {}) };
        expect(readPaymentCode(buildVietQr({ bank, account, ...(amount ? { amount } : {}), ...(note ? { note } : {}) }))).toEqual(expected);
      }),
    );
  });

  it.each([
    ['a bank that is in no list', codeOf({ bank: '970999' }), { ...stall, bank: '970999', isKnownBank: false }],
    ['a card', codeOf({ service: 'QRIBFTTC', number: '9704361234567899' }), { ...stall, kind: 'card', number: '9704361234567899' }],
    ['a card that calls itself an account', codeOf({ number: '9704361234567899' }), { ...stall, kind: 'card', number: '9704361234567899' }],
    ['a shop behind a payment company', codeOf({ service: 'QRPUSH' }), { kind: 'wallet' }],
    ['a wallet of another scheme', sealed(field('26', field('00', 'vn.example') + field('01', 'TIEM')) + field('58', 'VN')), { kind: 'wallet' }],
    ['an amount of nothing', codeOf({ amount: '0' }), stall],
    ['a checksum in small letters', codeOf().replace(/.{4}$/, (crc) => crc.toLowerCase()), stall],
  ])('is understood for %s', (_, content, expected) => {
    expect(readPaymentCode(content)).toEqual(expected);
  });

  it.each([
    ['a changed account', codeOf().replace('0123456789', '0123456780')],
    ['a missing end', codeOf().slice(0, -6)],
    ['something behind the checksum', `${codeOf()}1`],
    ['two receivers, of which every reader could take another', sealed(`${codeOf().slice(12, -8)}${field('38', field('00', 'A000000727'))}`)],
    ['a length that leads beyond the end', sealed('3899A000')],
    ['no receiver at all', sealed(field('53', '704') + field('58', 'VN'))],
    ['another currency', sealed(codeOf({ amount: '50' }).slice(12, -8).replace('5303704', '5303840'))],
    ['half a đồng', codeOf({ amount: '0.5' })],
    ['an account with other signs', codeOf({ number: '0123 <b>' })],
    ['a bank that is no number', codeOf({ bank: 'ABCDEF' })],
    ['more than the format allows', sealed(`${codeOf().slice(12, -8)}${'8099'.concat('x'.repeat(99)).repeat(5)}`)],
  ])('is not believed with %s', (_, content) => {
    expect(readPaymentCode(content)).toEqual({ kind: 'broken' });
  });

  it.each(['https://example.com/a', 'HTTP://EXAMPLE.COM', ' https://example.com', 'zalo://chat', 'www.example.com', 'bit.ly/abc', 'example.com'])(
    'is known as a link: %s',
    (content) => {
      expect(readPaymentCode(content)).toEqual({ kind: 'link' });
    },
  );

  it.each(['', 'Sạp bà Tư', 'WIFI:T:WPA;S:cho;P:12345678;;', '0918000123', 'a.b c', '8934563138165'])('is no payment and no link: %s', (content) => {
    expect(readPaymentCode(content)).toEqual({ kind: 'other' });
  });

  it('never throws, and never names an account for hostile text', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 700 }),
      fc.string({ maxLength: 600 }).map((text) => `000201${text}`),
      fc.string({ maxLength: 200 }).map((text) => sealed(text)),
      fc.tuple(fc.nat(90), fc.string({ minLength: 1, maxLength: 3 })).map(([at, text]) => `${codeOf().slice(0, at)}${text}${codeOf().slice(at + text.length)}`),
    );
    fc.assert(
      fc.property(hostile, (content) => {
        const read = readPaymentCode(content);
        if (read.kind !== 'account' && read.kind !== 'card') return;
        expect(read.number).toMatch(/^[0-9A-Za-z]{1,19}$/);
        expect(read.bank).toMatch(/^\d{6}$/);
      }),
      { numRuns: 1_000 },
    );
  });

  it('is believed only where an independent reader finds the same account', () => {
    const changed = fc.tuple(fc.nat(codeOf().length - 1), fc.constantFrom('0', '1', '7', 'A', 'f'));
    fc.assert(
      fc.property(changed, ([at, sign]) => {
        const content = codeOf({ amount: '50000' });
        const mutated = content.slice(0, at) + sign + content.slice(at + 1);
        const read = readPaymentCode(mutated);
        if (read.kind !== 'account') return;
        const { isValid, consumer } = new QRPay(mutated);
        expect([isValid, consumer.bankBin, consumer.bankNumber]).toEqual([true, read.bank, read.number]);
      }),
    );
  });
});
