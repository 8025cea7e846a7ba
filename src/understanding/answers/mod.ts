import type { AnswerType, Value } from '../../core/flow.ts';
import { findCommand } from '../commands.ts';
import { readAccount } from './account.ts';
import type { Answer, AnswerContext, Read } from './answer.ts';
import { readBank } from './bank.ts';
import { readMoney } from './money.ts';
import { readName } from './name.ts';
import { findOption } from './options.ts';
import { readAny, readNote } from './text.ts';
import { readYesNo } from './yes-no.ts';

export type { Answer } from './answer.ts';
export { banks } from './banks.ts';

const mostMoney = 500_000_000;
const readers: Readonly<Record<AnswerType, (text: string) => Read<Value> | undefined>> = {
  none: () => undefined,
  any: readAny,
  yesno: readYesNo,
  money: readPayment,
  bank: readBank,
  account: readAccount,
  name: readName,
  note: readNote,
};
// Where free text is an answer too, a part of a label is too little to take it for the option.
const freeTexts: readonly AnswerType[] = ['any', 'name', 'note'];

/** Reads a text as the answer to the open question: one of its options first, then a value of its type. */
export function readAnswer(type: AnswerType, text: string, context: AnswerContext): Answer {
  if (findCommand(text) === 'back') return { kind: 'back' };
  const whole = context.wholeLabels === true;
  const option = findOption(text, context.options, whole || freeTexts.includes(type)) ?? (whole ? undefined : optionByYesNo(text, type, context));
  if (option !== undefined) return { kind: 'option', ...option };
  const read = readers[type](text);
  return read === undefined ? { kind: 'unreadable' } : { kind: 'value', ...read };
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
