import type { Read } from './answer.ts';
import { readBirth } from './birth.ts';
import { dayAt, partsOf } from './calendar.ts';
import { countBetween } from './counts.ts';
import { matchPattern, parsePattern, type NumberReader } from './pattern.ts';
import { isWord, tokenise, type Token } from './tokens.ts';

const oldest = 120;
const readers: Readonly<Record<string, NumberReader>> = {
  years: countBetween(0, oldest),
  months: countBetween(1, 72),
  weeks: countBetween(1, 52),
  days: countBetween(1, 365),
};
const vague = 'mấy|gần|sắp|hơn|ngoài|trên|dưới|khoảng|tầm|cỡ|chừng|độ|ngót|xấp_xỉ|hoặc|hay|không|chưa|quên|about|over|almost|nearly'.split('|');
const fillers = new Set(
  'da thua tui toi minh con em anh chi co chu bac ba ong noi ngoai me cha be chau no nguoi nha nghen nghe a ad oi roi do ne la duoc moi tron nay nam thi tuoi i am old years year cua'.split(' '),
);

type Numbers = Readonly<Record<string, number>>;
const patterns: readonly (readonly [pattern: string, read: (numbers: Numbers) => Read<number | string>])[] = [
  ['{years} tuổi|t|tuôi|years_old?', ({ years = 0 }) => ({ value: years })],
  ['{years} tuổi rưỡi', ({ years = 0 }) => ({ value: `${years * 12 + 6}m`, confirm: true })],
  ['{years} tuổi {months} tháng', ({ years = 0, months = 0 }) => ({ value: `${years * 12 + months}m`, confirm: true })],
  ['{months} tháng|months|month tuổi|old?', ({ months = 0 }) => ({ value: `${months}m` })],
  ['{months} tháng rưỡi tuổi?', ({ months = 0 }) => ({ value: `${months}m`, confirm: true })],
  ['{weeks} tuần|weeks tuổi|old?', ({ weeks = 0 }) => ({ value: `${weeks * 7}d` })],
  ['{days} ngày|days|bữa tuổi|old?', ({ days = 0 }) => ({ value: `${days}d` })],
  ['đầy tháng', () => ({ value: '1m', confirm: true })],
  ['thôi nôi', () => ({ value: 1, confirm: true })],
];
const compiled = patterns.map(([pattern, read]) => [parsePattern(pattern), read] as const);

/** Reads an age: years as a number, "9m" for months and "10d" for days of babies. "Ngoài 60" says none. */
export function readAge(text: string, now: number): Read<number | string> | undefined {
  const tokens = tokenise(text);
  if (tokens.some((_, at) => vague.some((word) => isVague(tokens, at, word)))) return undefined;
  const found = findAges(tokens);
  const [age] = found.ages;
  if (found.strange > 0 || found.ages.length > 1) return fromBirth(text, now);
  if (age === undefined) return fromBirth(text, now);
  // One short word may be a form of address or a year: "ba", "năm", "tư".
  const bare = tokens.length === 1 && tokens[0]?.kind === 'word';
  return found.unknown > 0 || bare ? { ...age, confirm: true } : age;
}

function isVague(tokens: readonly Token[], at: number, word: string): boolean {
  // Without accents "tam" is "tám" (eight) rather than "tầm" (about), "ngoai" may be "ngoại" (grandmother).
  if (word === 'tầm') return isWord(tokens[at], '!tầm') || (tokens[at]?.spelt === 'tam' && tokens[at + 1]?.kind === 'number');
  return isWord(tokens[at], word);
}

function fromBirth(text: string, now: number): Read<number> | undefined {
  if (!/\d{4}/.test(text) && !/sinh|sanh|đời/iu.test(text)) return undefined;
  const birth = readBirth(text, now);
  return birth === undefined ? undefined : { value: partsOf(dayAt(now)).year - Number(birth.value.slice(0, 4)), confirm: true };
}

function findAges(tokens: readonly Token[]): { readonly ages: readonly Read<number | string>[]; readonly unknown: number; readonly strange: number } {
  const ages: Read<number | string>[] = [];
  let unknown = 0;
  let strange = 0;
  for (let at = 0; at < tokens.length; ) {
    const skip = isWord(tokens[at], 'năm') && isWord(tokens[at + 1], 'nay') ? at + 2 : undefined;
    const matches = skip === undefined ? compiled.flatMap(([pattern, read]) => {
      const match = matchPattern(pattern, tokens, at, readers);
      return match === undefined ? [] : [{ end: match.end, age: read(match.numbers) }];
    }) : [];
    const [best] = matches.toSorted((first, second) => second.end - first.end);
    if (best !== undefined) ages.push(best.age);
    else if (skip === undefined && tokens[at]?.kind !== 'word') strange += 1;
    else if (skip === undefined && !tokens[at]?.forms.some((form) => fillers.has(form))) unknown += 1;
    at = best?.end ?? skip ?? at + 1;
  }
  return { ages, unknown, strange };
}
