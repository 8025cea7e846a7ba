import type { Read } from './answer.ts';
import { dayAt, makeDay, partsOf } from './calendar.ts';
import { countBetween, numberWord } from './counts.ts';
import { matchPattern, parsePattern, type FoundNumber, type NumberReader, type Pattern } from './pattern.ts';
import { readSpokenDigits } from './spoken-digits.ts';
import { isWord, tokenise, type Token } from './tokens.ts';

/** Nobody who writes to us was born earlier. */
const longestLife = 120;

const fillers = new Set(
  'da thua tui toi minh con em anh chi co chu bac ba ong sinh sanh nam ngay thang la thi nha nghen nghe a ad oi roi do ne doi tuoi cua nay ma ne vao luc de tai noi sn ns born in on was i am x me cha vo chong chau be no nguoi benh nhan'.split(' '),
);
const refusing = 'không|chưa|quên|mấy|nhớ|khoảng|cỡ|chừng|tầm|đầu|cuối|giữa|trước|sau|hoặc|hay|âm|mùng'.split('|');

/** Reads a year of birth in digits or words; two digits are those of the youngest year that a person can be born in. */
const year: NumberReader = (tokens, at) => [...yearInDigits(tokens, at), ...yearInWords(tokens, at)];

function yearInDigits(tokens: readonly Token[], at: number): readonly FoundNumber[] {
  const token = tokens[at];
  if (token?.kind !== 'number') return [];
  const next = tokens[at + 1];
  // "2k5", "2k"
  if (token.spelt === '2' && next?.spelt === 'k') {
    const last = tokens[at + 2];
    const ones = last?.kind === 'number' && last.spelt.length <= 2 ? Number(last.spelt) : undefined;
    return [{ value: 2000 + (ones ?? 0), end: at + (ones === undefined ? 2 : 3) }];
  }
  return /^\d{2}$|^(?:18|19|20|21)\d{2}$/.test(token.spelt) ? [{ value: Number(token.spelt), end: at + 1 }] : [];
}

function yearInWords(tokens: readonly Token[], at: number): readonly FoundNumber[] {
  return [...century(tokens, at), ...digitByDigit(tokens, at), ...countBetween(10, 99)(tokens, at)];
}

/** "hai ngàn không trăm mười", "một ngàn chín trăm sáu lăm". */
function century(tokens: readonly Token[], at: number): readonly FoundNumber[] {
  const thousand = isWord(tokens[at + 1], 'ngàn') || isWord(tokens[at + 1], 'nghìn');
  const thousands = thousand ? numberWord(tokens[at]) : undefined;
  if (thousands !== 'mot' && thousands !== 'hai') return [];
  const base = thousands === 'mot' ? 1000 : 2000;
  const hundredsFollow = isWord(tokens[at + 3], 'trăm');
  const start = hundredsFollow && numberWord(tokens[at + 2]) === 'khong' ? at + 4 : isWord(tokens[at + 2], 'lẻ') || isWord(tokens[at + 2], 'linh') ? at + 3 : at + 2;
  const afterZero = isWord(tokens[start], 'lẻ') || isWord(tokens[start], 'linh') ? start + 1 : start;
  const rest = countBetween(1, 999)(tokens, afterZero).map(({ value, end }) => ({ value: base + value, end }));
  return [...rest, { value: base, end: at + 2 }].filter(({ value }) => value >= 1900);
}

/** "một chín sáu lăm", also "mười chín sáu lăm". */
function digitByDigit(tokens: readonly Token[], at: number): readonly FoundNumber[] {
  for (let length = 6; length >= 3; length -= 1) {
    const part = tokens.slice(at, at + length);
    if (part.length < length || part.some((token) => numberWord(token) === undefined)) continue;
    const [digits = ''] = readSpokenDigits(part);
    if (/^(?:19|20)\d{2}$/.test(digits)) return [{ value: Number(digits), end: at + length }];
  }
  return [];
}

const readers: Readonly<Record<string, NumberReader>> = {
  date: countBetween(0, 99),
  month: countBetween(0, 99),
  year,
  age: countBetween(1, longestLife),
  dateDigits: inDigits(countBetween(1, 31)),
  monthDigits: inDigits(countBetween(1, 12)),
  fullYear: (tokens, at) => yearInDigits(tokens, at).filter(() => tokens[at]?.spelt.length === 4),
};

function inDigits(reader: NumberReader): NumberReader {
  return (tokens, at) => (tokens[at]?.kind === 'number' ? reader(tokens, at) : []);
}


const patterns: readonly Pattern[] = [
  '{fullYear} -|/ {month} -|/ {date}',
  'ngày|mùng|mồng? {date} /|-|. {month} /|-|. {year}',
  'ngày|mùng|mồng? {date} /|-|. {month} năm {year}',
  'ngày|mùng|mồng? {date} tháng {month} năm|/? {year}',
  '{dateDigits} {monthDigits} {fullYear}',
  'tháng? {month} /|-|. {year}',
  'tháng {month} năm? {year}',
  'năm {year}',
  '{year}',
  'năm? {age} tuổi',
].map(parsePattern);

/** Reads a date of birth as far as it was said: "YYYY", "YYYY-MM" or "YYYY-MM-DD". Never in the future. */
export function readBirth(text: string, now: number): Read<string> | undefined {
  const today = partsOf(dayAt(now));
  const tokens = splitLongNumber(tokenise(text));
  const found = findAll(tokens);
  const [said] = found.births;
  if (said === undefined || found.births.length > 1 || found.refused) return undefined;
  const read = write(said, today);
  return read !== undefined && (found.unknown > 0 || startsWithFive(tokens) || tokens.some((token) => isWord(token, 'mùng') || isWord(token, 'mồng'))) ? { ...read, confirm: true } : read;
}

/** "12051968" */
function splitLongNumber(tokens: readonly Token[]): readonly Token[] {
  return tokens.flatMap((token) => {
    const parts = token.kind === 'number' ? /^(\d{2})(\d{2})(19\d{2}|20\d{2})$/.exec(token.spelt)?.slice(1) : undefined;
    return parts === undefined ? [token] : parts.map((spelt): Token => ({ kind: 'number', spelt, forms: [spelt], others: [], bare: true, key: spelt }));
  });
}

type Birth = Readonly<Record<string, number>>;

function findAll(tokens: readonly Token[]): { readonly births: readonly Birth[]; readonly unknown: number; readonly refused: boolean } {
  const births: Birth[] = [];
  let unknown = 0;
  let refused = false;
  for (let at = 0; at < tokens.length; ) {
    const decade = isDecade(tokens, at) ? 2 : 0;
    const matches = patterns.flatMap((pattern) => matchPattern(pattern, tokens, at, readers) ?? []).toSorted((first, second) => second.end - first.end);
    const [best] = matches;
    if (best !== undefined) births.push(best.numbers);
    else if (decade === 0 && isRefusing(tokens[at])) refused = true;
    else if (decade === 0 && tokens[at]?.kind === 'word' && !tokens[at]?.forms.some((form) => fillers.has(form))) unknown += 1;
    at = best?.end ?? at + (decade || 1);
  }
  return { births, unknown, refused };
}

function isRefusing(token: Token | undefined): boolean {
  return (token?.kind !== 'word' && token?.spelt !== ':') || refusing.some((word) => isWord(token, word));
}

// "9x" says only the decade.
function isDecade(tokens: readonly Token[], at: number): boolean {
  return tokens[at]?.kind === 'number' && tokens[at + 1]?.spelt === 'x';
}

// "năm chín" can be the fifty-nine or, said oddly, the year nine.
function startsWithFive(tokens: readonly Token[]): boolean {
  const at = tokens.findIndex((token) => numberWord(token) !== undefined || token.kind === 'number');
  return numberWord(tokens[at]) === 'nam' && numberWord(tokens[at + 1]) !== undefined && numberWord(tokens[at + 2]) === undefined;
}

function write({ dateDigits, date = dateDigits, monthDigits, month = monthDigits, fullYear, year: said = fullYear, age }: Birth, today: { readonly year: number; readonly month: number; readonly date: number }): Read<string> | undefined {
  if (said === undefined) return age === undefined ? undefined : { value: String(today.year - age), confirm: true };
  const short = said < 100;
  const thisCentury = short && 2000 + said <= today.year;
  const full = short ? (thisCentury ? 2000 : 1900) + said : said;
  if (full > today.year || full < today.year - longestLife) return undefined;
  const value = [String(full), ...(month === undefined ? [] : [pad(month)]), ...(date === undefined ? [] : [pad(date)])].join('-');
  const day = makeDay(full, month ?? 1, date ?? 1);
  const tomorrow = makeDay(today.year, today.month, today.date) ?? 0;
  if (day === undefined || day > tomorrow) return undefined;
  return thisCentury ? { value, confirm: true } : { value };
}

function pad(number: number): string {
  return String(number).padStart(2, '0');
}
