import type { AnswerType, Language, SelfName } from '../core/mod.ts';
import { longestFacilityName } from '../store/facility.ts';
import { longestName } from '../understanding/answers/name.ts';
import { longestNote, longestText } from '../understanding/answers/text.ts';
import { banks, communes } from '../understanding/mod.ts';
import { pronounsFor } from './pronouns.ts';
import type { TextTable } from './texts.ts';
import { writeChoice, writeValue } from './values.ts';

/** The widest a character can be: two UTF-16 units. */
const wide = '🌾';

/** More of anything than one chat will ever hold. */
const highNumber = '9999999';

const halves = ['morning', 'noon', 'afternoon', 'evening', 'any', 'earliest'];
const minutes = Array.from({ length: 24 * 60 }, (_, minute) => minute);
const times = [...halves, ...minutes.map((minute) => `${pad(Math.floor(minute / 60))}:${pad(minute % 60)}`)];

/** With 2033 go the longest dates: its eleventh lunar month comes twice. */
const days = Array.from({ length: 2 * 365 }, (_, day) => new Date(Date.UTC(2033, 0, 1 + day)).toISOString().slice(0, 10));

/** Of each type the values that can be the longest when written out. */
const candidates: Readonly<Record<AnswerType, (language: Language) => readonly string[]>> = {
  none: () => [],
  any: () => [wide.repeat(longestText)],
  note: () => [wide.repeat(longestNote)],
  name: () => ['ữ'.repeat(longestName)],
  yesno: (language) => ['yes', 'no', 'unsure', 'true', 'false'].map((value) => writeValue(value, 'yesno', language)),
  money: (language) => [writeValue(500_000_000, 'money', language)],
  bank: (language) => banks.map(({ id }) => writeValue(id, 'bank', language)),
  account: (language) => [writeValue('9'.repeat(19), 'account', language)],
  link_code: (language) => [writeValue('9'.repeat(8), 'link_code', language)],
  date: (language) => [...days, 'any', 'earliest'].map((day) => writeValue(day, 'date', language)),
  time: (language) => times.map((time) => writeValue(time, 'time', language)),
  datetime: (language) => [`${longest(candidates.date(language))}, ${longest(candidates.time(language))}`],
  phone: (language) => ['+84918000123', '+842903000123', `+${'9'.repeat(15)}`, 'same', 'none'].map((phone) => writeValue(phone, 'phone', language)),
  birth: (language) => ['1952', '1952-12', '1952-12-31'].map((birth) => writeValue(birth, 'birth', language)),
  age: (language) => ['120', '120m', '120d'].map((age) => writeValue(age, 'age', language)),
  commune: (language) => communes.map(({ code }) => writeValue(code, 'commune', language)),
  person: (language) => ['1952', '1952-12', '1952-12-31'].map((birth) => writeValue([longest(candidates.name(language)), birth], 'person', language)),
  // Administrators enter them.
  facility: () => ['Ữ'.repeat(longestFacilityName)],
};

/** Types whose answers can mean several things, so that their values stand on buttons to choose from. */
const choosable: readonly AnswerType[] = ['commune', 'datetime', 'facility'];

const selfNames: readonly SelfName[] = ['none', 'bà', 'ông', 'bác', 'chú', 'cô', 'dì', 'anh', 'chị', 'em'];

/** The longest that an answer of this type can be when it is written out for people. */
export function longestAnswer(type: AnswerType, language: Language): string {
  return longest(candidates[type](language));
}

/** The longest that stands on a button: of a value of this type, or of what is offered when an answer can mean several things. */
export function longestChoice(language: Language, type?: AnswerType): string {
  return longest((type === undefined ? choosable : [type]).flatMap((each) => choices(each, language)));
}

/** Of a moment a half of a day or an hour of it is offered. */
function choices(type: AnswerType, language: Language): readonly string[] {
  if (type === 'person') return ['1952', '1952-12', '1952-12-31'].map((birth) => writeChoice(['ữ'.repeat(longestName), birth], type, language));
  if (type !== 'datetime') return candidates[type](language);
  const day = longest(days.map((each) => writeChoice(`${each} morning`, type, language)));
  const hour = longest(minutes.filter((minute) => minute % 30 === 0).map((minute) => writeValue(`${pad(Math.floor(minute / 60))}:${pad(minute % 60)}`, 'time', language)));
  return [day, `${writeChoice(longest(days), type, language)}, ${hour}`];
}

/** The longest that the assistant itself fills into a gap of that name; `system` are its own texts. */
export function longestOwn(name: string, language: Language, system: TextTable): string | undefined {
  const texts = (prefix: string): string => longest(Object.entries(system[language]).flatMap(([key, text]) => (key.startsWith(prefix) ? text : [])));
  const pronouns = selfNames.map((selfName) => pronounsFor({ language, selfName, consent: 'unknown' }));
  switch (name) {
    case 'you':
      return longest(pronouns.map(({ you }) => you));
    case 'me':
      return longest(pronouns.map(({ me }) => me));
    case 'value':
      return longest(Object.values(candidates).flatMap((of) => of(language)));
    case 'service':
      return texts('service.');
    case 'language':
    case 'consent':
      return texts(`data.${name}_`);
    case 'channels':
      return new Intl.ListFormat(language).format(Object.entries(system[language]).flatMap(([key, text]) => (key.startsWith('channel.') ? [text] : [])));
    case 'channel':
      return texts('channel.');
    case 'lead':
      return longest([system[language]['alert.began'] ?? '', system[language]['alert.lasts'] ?? '']);
    case 'what':
      return longest(Object.entries(system[language]).flatMap(([key, text]) => (/^alert\..*\.name$/.test(key) ? text : [])));
    case 'patient':
      return longest(candidates.name(language));
    case 'since':
      return '31/12/2026';
    default:
      return ['count', 'ticket', 'messages', 'tickets', 'appointments', 'reminders', 'step', 'steps'].includes(name) ? highNumber : undefined;
  }
}

/** The longest that a service gives back, where that is longer than a typed text may be. */
export function longestOutput(service: string, name: string, language: Language, system: TextTable): string | undefined {
  if (service !== 'privacy.show' || name !== 'summary') return undefined;
  const summary = system[language]['data.summary'] ?? '';
  return summary.replace(/\{\{(\w+)\}\}/g, (_gap, gap: string) => longestOwn(gap, language, system) ?? '');
}

function longest(texts: readonly string[]): string {
  return texts.reduce((best, text) => (text.length > best.length ? text : best), '');
}

function pad(number: number): string {
  return String(number).padStart(2, '0');
}
