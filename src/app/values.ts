import type { AnswerType, Language, Value } from '../core/mod.ts';
import { shippedPlaces, type Places } from '../services/clinic/mod.ts';
import { banks, communes, writePhone } from '../understanding/mod.ts';
import { writeFacility, writePerson, writeShortPerson } from './clinic-values.ts';
import { writeBirth, writeClock, writeDateTime, writeHalf, writeLongDate, writeShortDateTime } from './moments.ts';

const locales: Readonly<Record<Language, string>> = { vi: 'vi-VN', en: 'en-GB' };
const noNumbers: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  same: { vi: 'số đang nhắn', en: 'the number you write from' },
  none: { vi: 'chưa có', en: 'none' },
};

/**
 * Writes a slot's value for people: "50.000 đồng", "0918 000 123", "Vietcombank", "Thứ Hai, ngày 30/11/2026". `places`: as
 * they are now; without them the names are those that the program brings along.
 */
export function writeValue(value: Value, type: AnswerType | undefined, language: Language, places: Places = shippedPlaces): string {
  const text = Array.isArray(value) ? value.join(', ') : String(value);
  switch (type) {
    case 'money':
      return `${new Intl.NumberFormat(locales[language]).format(Number(value))} ${language === 'vi' ? 'đồng' : 'dong'}`;
    case 'account':
      return text.replace(/(.{4})(?=.)/g, '$1 ');
    case 'bank':
      return banks.find(({ id }) => id === value)?.shortName ?? text;
    case 'commune':
      return communes.find(({ code }) => code === value)?.fullName ?? text;
    case 'phone':
      return noNumbers[text]?.[language] ?? writePhone(text);
    case 'date':
      return writeLongDate(text, language);
    case 'time':
      return /^\d/.test(text) ? writeClock(text, language) : writeHalf(text, language);
    case 'datetime':
      return writeDateTime(text, language);
    case 'birth':
      return writeBirth(text, language);
    case 'age':
      return writeAge(text, language);
    case 'person':
      return writePerson(value, language);
    case 'facility':
      return writeFacility(text, language, places);
    default:
      return text;
  }
}

/** Writes a value for the button that chooses it. */
export function writeChoice(value: Value, type: AnswerType | undefined, language: Language, places: Places = shippedPlaces): string {
  if (type === 'datetime') return writeShortDateTime(String(value), language);
  return type === 'person' ? writeShortPerson(value, language) : writeValue(value, type, language, places);
}

function writeAge(age: string, language: Language): string {
  const units = { m: { vi: 'tháng', en: 'months' }, d: { vi: 'ngày', en: 'days' }, '': { vi: 'tuổi', en: 'years' } } as const;
  const [, number = '', unit = ''] = /^(\d+)([md]?)$/.exec(age) ?? [];
  return number === '' ? age : `${number} ${units[unit === 'm' || unit === 'd' ? unit : ''][language]}`;
}

/** "24/11/2026": a date as people write it, by the clock of Cà Mau. */
export function writeDate(date: Date): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Ho_Chi_Minh' }).format(date);
}
