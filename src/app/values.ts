import type { AnswerType, Language, Value } from '../core/mod.ts';
import { banks } from '../understanding/mod.ts';

const locales: Readonly<Record<Language, string>> = { vi: 'vi-VN', en: 'en-GB' };

/** Writes a slot's value for people: "50.000 đồng", "0123 4567 89", "Vietcombank". */
export function writeValue(value: Value, type: AnswerType | undefined, language: Language): string {
  switch (type) {
    case 'money':
      return `${new Intl.NumberFormat(locales[language]).format(Number(value))} ${language === 'vi' ? 'đồng' : 'dong'}`;
    case 'account':
      return String(value).replace(/(.{4})(?=.)/g, '$1 ');
    case 'bank':
      return banks.find(({ id }) => id === value)?.shortName ?? String(value);
    default:
      return Array.isArray(value) ? value.join(', ') : String(value);
  }
}

/** "24/11/2026": a date as people write it, by the clock of Cà Mau. */
export function writeDate(date: Date): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Ho_Chi_Minh' }).format(date);
}
