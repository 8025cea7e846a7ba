import type { SelfName } from '../core/session.ts';
import { accentKey, readWords, type Word } from './words.ts';

/** Words people call themselves by, and what is mirrored back. */
const names: Readonly<Record<string, SelfName>> = {
  bà: 'bà',
  ngoại: 'bà',
  ông: 'ông',
  bác: 'bác',
  chú: 'chú',
  cô: 'cô',
  dì: 'dì',
  anh: 'anh',
  chị: 'chị',
  chế: 'chị',
  tui: 'none',
  tôi: 'none',
  mình: 'none',
  em: 'em',
  con: 'em',
  cháu: 'em',
  // Typed without accents, only those that can hardly be another word: not "ba", "co", "di", "chu", "chi".
  ngoai: 'bà',
  ong: 'ông',
  bac: 'bác',
  toi: 'none',
  chau: 'em',
};
const nameByKey = new Map(Object.entries(names).map(([name, selfName]) => [accentKey(name), selfName]));

const wishes = 'muon can xin hoi nho quen cam khong hong hok ko k chua lo dinh chao nghe'.split(' ');
const doings =
  'bi te dang lam mua ban di moi biet dau chuyen mat nhan so nop doc vo vao dat tra bam lon gia noi hieu van can cung da'.split(' ');
// "con bị sốt" may be said by a parent as well, so the youngest names need a wish behind them.
const afterName: ReadonlySet<string> = new Set([...wishes, ...doings]);
const afterYoungName: ReadonlySet<string> = new Set(wishes);

const greetings: ReadonlySet<string> = new Set('da thua a u o e alo ua xin chao hello hi'.split(' '));
const helpers: ReadonlySet<string> = new Set('giup gium dum chi'.split(' '));
const afterHelped: ReadonlySet<string> = new Set('voi cach chut coi nha nghen di a nghe'.split(' '));
const asking: ReadonlySet<string> = new Set('hoi gap biet xem coi xin'.split(' '));
const oldestSearched = 40;

/** How a person calls themselves in this message; undefined unless it is clear that the speaker is meant. */
export function findSelfName(text: string): SelfName | undefined {
  const words = readWords(text).slice(0, oldestSearched);
  const found = new Set<SelfName>();
  const opening = speaksFirst(words);
  if (opening !== undefined) found.add(opening);
  for (let at = 1; at < words.length; at += 1) {
    const named = isHelped(words, at) ? nameOf(words[at]) : undefined;
    if (named !== undefined) found.add(named);
  }
  return found.size === 1 ? [...found][0] : undefined;
}

// "bà muốn …", "dạ thưa cô, tôi muốn …", "con ơi bà té …"
function speaksFirst(words: readonly Word[]): SelfName | undefined {
  const at = skipAddress(words);
  const selfName = nameOf(words[at]);
  const next = foldedAt(words, at + 1);
  if (selfName === undefined || next === undefined) return undefined;
  const expected = selfName === 'em' ? afterYoungName : afterName;
  return expected.has(next) && !isPossessed(words, at + 1) ? selfName : undefined;
}

function skipAddress(words: readonly Word[]): number {
  let at = 0;
  while (at < words.length - 1) {
    const word = foldedAt(words, at) ?? '';
    const next = foldedAt(words, at + 1) ?? '';
    const called = /^(?:oi|a|u)$/.test(next) && nameOf(words[at + 1]) === undefined;
    const titled = /^(?:can bo|bac si|thay co|anh chi|co chu)$/.test(`${word} ${next}`);
    if (called || titled) at += 2;
    else if (greetings.has(word)) at += isAddressed(words, at + 1) ? 2 : 1;
    else return at;
  }
  return at;
}

// "thưa cô, tôi …": the one who is greeted is not the one who speaks.
function isAddressed(words: readonly Word[], at: number): boolean {
  const greeting = foldedAt(words, at - 1);
  const greets = greeting === 'thua' || greeting === 'chao' || greeting === 'alo';
  return greets && nameOf(words[at]) !== undefined && nameOf(words[at + 1]) !== undefined;
}

// "giúp bà với", "chỉ ngoại cách …", "cho chú hỏi"; "bà ngoại", "em bé", "má tui" are somebody else.
function isHelped(words: readonly Word[], at: number): boolean {
  const before = foldedAt(words, at - 1) ?? '';
  const next = foldedAt(words, at + 1);
  if (before === 'cho') return next !== undefined && asking.has(next);
  return helpers.has(before) && (next === undefined || afterHelped.has(next));
}

function isPossessed(words: readonly Word[], at: number): boolean {
  return nameOf(words[at]) === 'none';
}

function nameOf(word: Word | undefined): SelfName | undefined {
  return word === undefined ? undefined : nameByKey.get(accentKey(word.spelt));
}

function foldedAt(words: readonly Word[], at: number): string | undefined {
  return words[at]?.readings[0];
}
