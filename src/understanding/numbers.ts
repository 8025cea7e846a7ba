/** Digits of provinces in identity numbers issued since 2016 (Thông tư 59/2021/TT-BCA, appendix; unchanged by the mergers of 2025). */
const provinceCodes: ReadonlySet<string> = new Set(
  (
    '001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 037 038 040 042 044 ' +
    '045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075 077 079 080 082 083 084 086 087 089 091 ' +
    '092 093 094 095 096'
  ).split(' '),
);

/** True for 12 digits that begin like an identity number: a province code with its leading zero. */
export function isIdNumber(digits: string): boolean {
  return /^\d{12}$/.test(digits) && provinceCodes.has(digits.slice(0, 3));
}

/** True for 13 to 19 digits with the check digit of a payment card. */
export function isCardNumber(digits: string): boolean {
  return /^\d{13,19}$/.test(digits) && hasLuhnDigit(digits) && !/^(\d)\1+$/.test(digits);
}

function hasLuhnDigit(digits: string): boolean {
  let sum = 0;
  for (let at = 0; at < digits.length; at += 1) {
    const digit = Number(digits[digits.length - 1 - at]);
    const doubled = at % 2 === 0 ? digit : digit * 2;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
