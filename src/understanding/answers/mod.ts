import type { AnswerType, Value } from '../../core/flow.ts';
import { findCommand } from '../commands.ts';
import { fold } from '../fold.ts';
import { readAccount } from './account.ts';
import { readAge } from './age.ts';
import type { Answer, AnswerContext, Read, ReadChoices } from './answer.ts';
import { readBank } from './bank.ts';
import { readBirth } from './birth.ts';
import { readCommune } from './commune.ts';
import { readDate } from './date.ts';
import { readDateTime } from './date-time.ts';
import { readFacility } from './facility.ts';
import { readLinkCode } from './link-code.ts';
import { readMoney } from './money.ts';
import { readName } from './name.ts';
import { findOption } from './options.ts';
import { readPerson } from './person.ts';
import { readPhone } from './phone.ts';
import { readAny, readNote } from './text.ts';
import { readTime } from './time.ts';
import { readYesNo } from './yes-no.ts';

export type { Answer, AnswerContext, FacilityDirectory } from './answer.ts';
export { banks } from './banks.ts';
export { communes } from './communes.ts';
export { toLunarDate, type LunarDate } from './lunar.ts';
export { writePhone } from './phone.ts';

const mostMoney = 500_000_000;
type Reading = Read<Value> | ReadChoices<Value> | undefined;

const readers: Readonly<Record<Exclude<AnswerType, 'facility'>, (text: string, now: number) => Reading>> = {
  none: () => undefined,
  any: readAny,
  yesno: readYesNo,
  money: readPayment,
  bank: readBank,
  account: readAccount,
  link_code: readLinkCode,
  name: readName,
  note: readNote,
  date: readDate,
  time: readTime,
  datetime: readDateTime,
  phone: readPhone,
  birth: readBirth,
  age: readAge,
  commune: readCommune,
  person: readPerson,
};
// Where free text is an answer too, a part of a label is too little to take it for the option.
const freeTexts: readonly AnswerType[] = ['any', 'name', 'note'];

// "Thứ hai" is a day before it is the second option, and "mốt" before it is the first.
const soundsLikeNumber: readonly AnswerType[] = ['date', 'time', 'datetime', 'birth', 'age', 'commune'];

/** Reads a text as the answer to the open question: one of its options first, then a value of its type. */
export function readAnswer(type: AnswerType, text: string, context: AnswerContext): Answer {
  if (findCommand(text) === 'back') return { kind: 'back' };
  const early = soundsLikeNumber.includes(type) && !namesOption(text, context) ? readValue(type, text, context) : undefined;
  if (early !== undefined) return early;
  const whole = context.wholeLabels === true;
  const option = findOption(text, context.options, whole || freeTexts.includes(type)) ?? (whole ? undefined : optionByYesNo(text, type, context));
  if (option !== undefined) return { kind: 'option', ...option };
  return readValue(type, text, context) ?? { kind: 'unreadable' };
}

function readValue(type: AnswerType, text: string, context: AnswerContext): Answer | undefined {
  const read: Reading = type === 'facility' ? readFacility(text, context.facilities) : readers[type](text, context.now);
  if (read === undefined) return undefined;
  return 'choices' in read ? { kind: 'choices', values: read.choices } : { kind: 'value', ...read };
}

// A figure belongs to the list on the screen, and so does a label.
function namesOption(text: string, { options }: AnswerContext): boolean {
  const typed = fold(text);
  return /^(?:so )?\d{1,2}$/.test(typed) || options.some(({ words }) => words.some((word) => fold(word) === typed));
}

// Options called "yes" and "no" are understood in all the ways in which people say so.
function optionByYesNo(text: string, type: AnswerType, context: AnswerContext): { option: string; confirm?: true } | undefined {
  if (type !== 'none') return undefined;
  const read = readYesNo(text);
  const option = context.options.find(({ id }) => id === read?.value);
  if (read === undefined || option === undefined) return undefined;
  return read.confirm === true ? { option: option.id, confirm: true } : { option: option.id };
}

function readPayment(text: string): Read<number> | undefined {
  const read = readMoney(text);
  return read === undefined || read.value > mostMoney ? undefined : read;
}
