import { stripAccents } from '../fold.ts';
import { accentKey, readWords, type Word } from '../words.ts';
import type { Read } from './answer.ts';

export type YesNo = 'yes' | 'no' | 'unsure';

const mostWords = 9;
const yesWords: ReadonlySet<string> = new Set(
  'co u uh uhm uk uki um o ok oke oki okie okey okela okla okay duyet duoc yes yep yeah yup y phai chuan bat roi xong le nhat_tri dong duoc_chu sure right correct da vang gui lam chinh xac tiep'.split(' '),
);
const noWords: ReadonlySet<string> = new Set('khong chua thoi khoi sai trat bo huy n no nope nah not dep nham tat wrong cancel'.split(' '));
const yesSigns = /[✅👍👌✔☑💯🆗]/u;
const noSigns = /[❌👎✖🚫⛔🙅]/u;
const yesIdioms = /^(?:(?:da|u|o|ba|ong|toi|tui|minh|em|anh|chi|bac|chu|thi) )*(?:sao lai (?:khong|hong|hok|ko)|(?:duoc|dung|co) cho sao (?:khong|hong|ko)|chu sao|con gi nua|dong y|tat nhien|di nhien|duong nhien|chac chan|nhat tri|xac nhan|khong sai|khong van de|khong sao|hong sao|good|of course|hop ly|qua duoc|qua ok)(?:\s|$)/;
/** Words that agree only with these accents, or with none. */
const willing = ['ừa', 'muốn', 'ưng', 'chịu', 'lưu', 'đặt'].map(accentKey);
const noIdioms = /^(?:(?:da|toi|minh|ba|ong) )*(?:dau(?: co(?: dau)?| phai| he| dau)?$|tu choi|lam gi co|(?:co|phai|duoc|can) dau(?:\s|$))/;
const grudging = /^(?:da )?thoi (?:thi )?(?:cung )?(?:duoc|ok|oke|u|dong y)|^sao (?:khong|hong)$/;
const either = /\b(?:co|dung|phai|duoc|roi|muon) (?:hay|hay la|hoac) (?:khong|hong|ko|chua|sai)\b|^co gi\b|^(?:co|dung|phai|duoc) (?:mot phan|mot nua|phan nua)\b/;
const unsure = /(?:^|\s)(?:(?:khong|hong|hok|ko|k|hk|chua|kg) (?:biet|chac|ro|nho|hieu)|de (?:xem|coi|hoi|tinh|nghi|suy|sau)|sao cung duoc|tuy|co le|chac la|not sure|maybe|i don t know|dont know|phan van|suy nghi|hinh nhu|(?<!(?:chuyen|tai|dieu) )khoan|tu tu|doi chut|cho chut|chac (?:vay|co|duoc|roi)|co the)(?:\s|$)/;
const question = /(?:duoc|phai|co|dung|roi|card) (?:khong|hong|hok|ko|k|chua|khum)(?: (?:con|em|vay|a|ha|ta|anh|chi))?$/;
const orders = 'gui lam bao goi luu nhac xoa huy dat giu nhan mo bam doi chuyen ghi in tao co cho'.split(' ');

/** Reads a yes, a no or "I do not know" from a short answer. */
export function readYesNo(text: string): Read<YesNo> | undefined {
  const words = readWords(text.slice(0, 120));
  if (words.length === 0) return readSign(text);
  if (words.length > mostWords) return undefined;
  const folded = words.map((word) => (isCard(word) ? 'card' : stripReading(word))).join(' ');
  if (either.test(folded)) return undefined;
  if (noIdioms.test(folded)) return { value: 'no' };
  if (grudging.test(folded)) return { value: 'yes', confirm: true };
  // Without accents "co the" is "có thể" (maybe) as well as "có thẻ" (has a card).
  if (unsure.test(folded)) return /(?:^|\s)co the(?:\s|$)/.test(folded) && words.every(isBare) ? { value: 'unsure', confirm: true } : { value: 'unsure' };
  if (yesIdioms.test(folded)) return { value: 'yes' };
  if (words.length > 1 && question.test(folded) && !/^(?:da )?(?:khong|hong|chua)/.test(folded)) return undefined;
  return readDung(words) ?? readLeading(words);
}

function readSign(text: string): Read<YesNo> | undefined {
  if (noSigns.test(text)) return { value: 'no' };
  return yesSigns.test(text) ? { value: 'yes' } : undefined;
}

function stripReading(word: Word): string {
  return word.readings.find((reading) => reading === 'khong') ?? word.readings.at(-1) ?? '';
}

// Without accents "dung" is "đúng" (right) as well as "đừng" (do not); what stands around it decides, or nobody.
function readDung(words: readonly Word[]): Read<YesNo> | undefined {
  const at = words.findIndex((word) => word.readings.includes('dung'));
  const word = words[at];
  if (word === undefined) return undefined;
  const denied = words.slice(0, at).some((other) => means(other, noWords));
  if (denied) return { value: 'no' };
  const key = accentKey(word.spelt);
  if (key === accentKey('đúng')) return words.slice(at + 1).some((other) => means(other, noWords)) ? { value: 'no', confirm: true } : { value: 'yes' };
  if (key === accentKey('đừng') || key === accentKey('dừng')) return { value: 'no' };
  return words.slice(at + 1).some((other) => means(other, noWords)) ? { value: 'no', confirm: true } : guessDung(words, at);
}

function guessDung(words: readonly Word[], at: number): Read<YesNo> {
  const next = words[at + 1]?.readings[0];
  if (words.slice(0, at).some((word) => word.readings.some((reading) => /^(?:u|o|co|ok|phai|uh)$/.test(reading)))) return { value: 'yes' };
  if (next !== undefined && /^(?:roi|r|vay|do|y|het|chu|la|luon)$/.test(next)) return { value: 'yes' };
  if (next !== undefined && orders.includes(next)) return { value: 'no' };
  return { value: 'yes', confirm: true };
}

function readLeading(words: readonly Word[]): Read<YesNo> | undefined {
  // "Chính nó" is no English no.
  if (words.some((word, at) => means(word, noWords) && (at === 0 || word.readings[0] !== 'no'))) return { value: 'no' };
  const meaningful = words.filter((word) => !/^(?:da|thua|vang|a|oi|con|nha|nghen|ba|ong|toi|tui|minh|em|anh|chi|bac|chu|thi)$/.test(word.readings[0] ?? ''));
  const first = meaningful[0] ?? words[0];
  if (first !== undefined && isWilling(first)) return first.spelt === 'ua' ? { value: 'yes', confirm: true } : { value: 'yes' };
  if (first === undefined || !means(first, yesWords)) return undefined;
  return meaningful.length === 0 && first.readings[0] === 'da' ? { value: 'yes', confirm: true } : { value: 'yes' };
}

/** With its accents a card is nothing else. */
function isCard(word: Word): boolean {
  return !isBare(word) && accentKey(word.spelt) === accentKey('thẻ');
}

function isBare(word: Word): boolean {
  return word.spelt === stripAccents(word.spelt);
}

function isWilling(word: Word): boolean {
  return willing.some((key) => accentKey(word.spelt) === key || (isBare(word) && word.spelt === stripAccents(key)));
}

function means(word: Word, meanings: ReadonlySet<string>): boolean {
  return word.readings.some((reading) => meanings.has(reading));
}
