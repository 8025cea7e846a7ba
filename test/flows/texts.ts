import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { factValues } from '../../flows/facts/mod.ts';
import type { Language } from '../../src/core/session.ts';
import { projectRoot } from '../../src/root.ts';

export const languages: readonly Language[] = ['vi', 'en'];

export type Texts = Readonly<Record<string, string>>;

/** The text files of a language: flow id (or `system`) → key → text. */
export function loadTexts(language: Language): ReadonlyMap<string, Texts> {
  const folder = join(projectRoot, 'locales', language);
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return new Map(files.map((name) => [name.slice(0, -'.json'.length), readTexts(join(folder, name))]));
}

function readTexts(path: string): Texts {
  const parsed: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (!isTexts(parsed)) throw new Error(`Expected flat texts in ${path}`);
  return parsed;
}

function isTexts(value: unknown): value is Texts {
  return typeof value === 'object' && value !== null && Object.values(value).every((text) => typeof text === 'string');
}

/** Texts that are other words people may type; nobody reads them. */
export function isWords(key: string): boolean {
  return key.endsWith('_words');
}

const examples: Readonly<Record<string, string>> = {
  bank: 'Vietcombank',
  account: '1234 5678 901',
  amount: '1.250.000 đồng',
  payee_bank: 'VietinBank',
  payee_account: '1234 5678 9012 3456 789',
  payee_amount: '1.250.000 đồng',
  note: 'Tiền cá sạp bà Tư',
  value: '1.250.000 đồng',
  service: 'Làm mã nhận tiền',
  ticket: '128',
  count: '42',
  receipt: 'K7M4-92XT',
  step: '2',
  steps: '5',
  messages: '42',
  tickets: '2',
  since: '24/10/2026',
  language: 'tiếng Việt',
  consent: 'có',
  appointments: '2',
  reminders: '1',
  age: '40 tuổi',
  person: 'Nguyễn Thị Bé Ba, sinh năm 1960',
  patient: 'Bé Ba',
  until: 'Thứ Năm, ngày 31/12/2026 (23 tháng 11 âm lịch), 9 giờ rưỡi sáng',
  phone: '0912 345 678',
  when: 'Thứ Năm, ngày 31/12/2026 (23 tháng 11 âm lịch), buổi sáng',
  day: 'Thứ Năm, ngày 31/12/2026 (23 tháng 11 âm lịch)',
  facility: 'Bệnh viện Y học cổ truyền Cà Mau',
  number: '482 159',
  person1: 'Nguyễn Thị Bé Ba, sinh năm 1960',
  person2: 'Trần Văn Tám, sinh năm 1958',
  person3: 'Lê Út, sinh năm 2020',
  time1: 'Thứ Năm, ngày 31/12/2026, buổi chiều',
  time2: 'Thứ Sáu, ngày 1/1/2027, 8 giờ rưỡi sáng',
  time3: 'Thứ Sáu, ngày 1/1/2027, buổi chiều',
  shown: '4821 5937',
  here: 'trang chat',
  there: 'Telegram và Zalo',
  channels: 'Telegram, Zalo và trang chat',
  channel: 'Telegram',
  lead: 'Vẫn chưa xong:',
  what: 'giao tin tới máy không được',
};

/** The text as a person would read it; who writes is called `you`, the assistant `me`. */
export function fillIn(text: string, language: Language, { you, me }: { readonly you: string; readonly me: string }): string {
  const facts = factValues(language);
  const filled = text.replace(/\{\{([a-z0-9_.]+)\}\}/g, (_, name: string) => {
    const value = name.startsWith('fact.') ? facts[name.slice('fact.'.length)] : { ...examples, you, me, summary: summary(language) }[name];
    if (value === undefined) throw new Error(`Expected something to fill {{${name}}} with`);
    return value;
  });
  return filled.replace(/ +/g, ' ').replace(/ (?=[.,;:!?])/g, '').trim();
}

function summary(language: Language): string {
  return (loadTexts(language).get('system')?.['data.summary'] ?? '').replace(/\{\{([a-z]+)\}\}/g, (_, name: string) => examples[name] ?? '');
}

/** Ends at a full stop, a question mark, or a line break (not after a colon, where a number stands on its own line). */
export function sentences(text: string): readonly string[] {
  return text
    .split(/(?<=[.!?…])\s+|(?<!:)\n/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => /[\p{L}\p{N}]/u.test(sentence));
}

/** "Tiếng" in Vietnamese, words in English: what stands between spaces. */
export function syllables(text: string): number {
  return text.split(/\s+/).filter((part) => /[\p{L}\p{N}]/u.test(part)).length;
}
