import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mask } from '../../src/understanding/mask.ts';
import { isCardNumber } from '../../src/understanding/numbers.ts';

/** A 16-digit number with a right check digit, out of 15 digits. */
function withCheckDigit(digits: string): string {
  const last = Array.from({ length: 10 }, (_, digit) => `${digits}${digit}`).find(isCardNumber);
  return last ?? '4111111111111111';
}
const card = fc
  .array(fc.integer({ min: 0, max: 9 }), { minLength: 14, maxLength: 14 })
  .map((rest) => withCheckDigit(`4${rest.join('')}`));

function holdsCard(text: string): boolean {
  return [...text.matchAll(/\d(?:[\s.-]?\d){15}/g)].some((match) => isCardNumber(match[0].replace(/\D/g, '')));
}

describe('mask', () => {
  it.each([
    ['mã OTP là 483920', 'code', 'mã OTP là •••'],
    ['483920 là mã OTP', 'code', '••• là mã OTP'],
    ['OTP 483 920', 'code', 'OTP •••'],
    ['ma: 4839', 'code', 'ma: •••'],
    ['ma xac nhan 48392011 nha con', 'code', 'ma xac nhan ••• nha con'],
    ['otp ４８３９２０', 'code', 'otp •••'],
    ['mật khẩu là Hoa@123', 'password', 'mật khẩu là •••'],
    ['mk: hoa12345', 'password', 'mk: •••'],
    ['pass abc123', 'password', 'pass •••'],
    ['mat khau vneid cua toi la 24680', 'password', 'mat khau vneid cua toi la •••'],
    ['thẻ 4111 1111 1111 1111 nè', 'card', 'thẻ ••• nè'],
    ['4111-1111-1111-1111', 'card', '•••'],
    ['4111\u200b1111\u200b1111\u200b1111', 'card', '•••'],
    ['bốn một một một một một một một một một một một một một một một', 'card', '•••'],
    ['căn cước 096052000123', 'id_number', 'căn cước •••'],
    ['096 052 000 123', 'id_number', '•••'],
    ['096.052.000.123 nghen', 'id_number', '••• nghen'],
    ['O96052000123', 'id_number', '•••'],
    ['០៩៦០៥២០០០១២៣', 'id_number', '•••'],
    ['cmnd 381234567', 'id_number', 'cmnd •••'],
    ['không chín sáu không năm hai không không không một hai ba', 'id_number', '•••'],
  ] as const)('cuts the secret out of "%s"', (text, secret, masked) => {
    expect(mask(text)).toEqual({ text: masked, found: [secret] });
  });

  it.each([
    'mk là Hoa',
    'mk quên mật khẩu rồi',
    'mật khẩu là gì',
    'gửi má 50000 đồng',
    'cho ma 50000 dong',
    'số điện thoại 0918000123',
    'mã hồ sơ 20261123',
    'sinh năm 1960',
    '381234567',
    '099123456789',
    'một trăm năm chục ngàn',
    'gọi 115 hoặc 114',
    'chuyển 500.000 đồng ngày 23/11/2026',
  ])('leaves "%s" as it is', (text) => {
    expect(mask(text)).toEqual({ text, found: [] });
  });

  it('keeps a number that the open question asks for', () => {
    expect(mask('ma 50000', 'money').text).toBe('ma 50000');
    expect(mask('37828224631000', 'account').text).toBe('37828224631000');
    expect(mask('0123456789', 'account').text).toBe('0123456789');
  });

  it('never keeps an identity number, a 16-digit card or a code that is called one', () => {
    expect(mask('096052000123', 'account').found).toEqual(['id_number']);
    expect(mask('4111111111111111', 'account').found).toEqual(['card']);
    expect(mask('mã OTP 123456', 'money').found).toEqual(['code']);
  });

  it.each(['code 12345678', 'my code is 1234 5678', 'link code: 12-34-56-78', 'mã nối 12345678', 'code one two three four five six seven eight'])(
    'keeps of "%s" what may be a code of ours while nobody knows yet what is asked',
    (text) => {
      expect(mask(text, 'unread')).toEqual({ text, found: [] });
    },
  );

  it.each([
    'code 123456',
    'code 1234567',
    'otp 12345678',
    'mã xác nhận 1234 5678',
    'verification code 12345678',
    '12345678 is my one-time code',
    'login code one two three four five six seven eight',
    'bank code 12345678',
    'mã pin 12345678',
    'passcode: 12345678',
    'code 4111 1111 1111 1111',
    'code 096052000123',
  ])('cuts "%s" also while nobody knows yet what is asked', (text) => {
    expect(mask(text, 'unread').text).toContain('•••');
  });

  it('finds several secrets in one message', () => {
    expect(mask('mật khẩu: abc1, OTP 123456, căn cước 096052000123').found).toEqual(['password', 'code', 'id_number']);
  });

  it('never leaves a card number, however it is grouped and whatever stands around it', () => {
    const separator = fc.constantFrom('', ' ', '-', '.', '  ');
    fc.assert(
      fc.property(card, separator, fc.integer({ min: 1, max: 15 }), fc.string(), fc.string(), (digits, between, at, lead, rest) => {
        const text = `${lead.replace(/\d/g, '')} ${digits.slice(0, at)}${between}${digits.slice(at)} ${rest.replace(/\d/g, '')}`;
        expect(holdsCard(mask(text).text)).toBe(false);
        expect(holdsCard(mask(text, 'account').text)).toBe(false);
        expect(holdsCard(mask(text, 'unread').text)).toBe(false);
      }),
    );
  });

  it('never throws and leaves a text without digits and passwords as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 6000 }), (text) => {
        expect(() => mask(text)).not.toThrow();
        const calm = text.replace(/[\p{N}a-z]/giu, '').slice(0, 4000).normalize('NFC');
        expect(mask(calm).text).toBe(calm.slice(0, 4000).normalize('NFC').slice(0, 4000));
      }),
    );
  });

  it('reads the longest and oddest messages to the end, and keeps no more than 4,000 letters', () => {
    for (const text of ['1 '.repeat(5000), 'mat khau '.repeat(1000), '9'.repeat(8000)]) expect(mask(text).text).toHaveLength(4000);
  });
});
