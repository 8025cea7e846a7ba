import type { Event } from '../../core/mod.ts';
import { readAnswer, type Answer, type AnswerContext } from '../../understanding/mod.ts';
import { facilityDirectory } from '../clinic-values.ts';
import { shownOptions, type Asked } from './open-question.ts';
import type { ReadingContext } from './reading.ts';

/**
 * What a text says as an answer to the open question, if anything. `wholeLabels`: a number, a whole label or a value; else
 * also a part of a label.
 */
export function readAsAnswer(text: string, question: Asked, context: ReadingContext, wholeLabels: boolean): Event | undefined {
  const { open } = context.session;
  if (!open) return undefined;
  const options = shownOptions(context);
  // Under a question of the assistant the typed answer still belongs to the flow's own question below.
  const chosen = readAnswer(open.prompt ? 'none' : question.answer, text, { ...sources(context), options, wholeLabels });
  if (chosen.kind !== 'unreadable') return answerEvent(chosen, open.number, context.now);
  if (!open.prompt || question.answer === 'none') return undefined;
  const typed = readAnswer(question.answer, text, { ...sources(context), options: [] });
  return typed.kind === 'value' || typed.kind === 'choices' ? answerEvent(typed, open.number, context.now) : undefined;
}

function sources({ now, places }: ReadingContext): Pick<AnswerContext, 'now' | 'facilities'> {
  return { now, facilities: facilityDirectory(places()) };
}

function answerEvent(answer: Answer, question: number, at: number): Event | undefined {
  switch (answer.kind) {
    case 'option':
      return { type: 'option_chosen', question, option: answer.option, at, ...(answer.confirm ? { confirm: true } : {}) };
    case 'value':
      return { type: 'answered', value: answer.value, confirm: answer.confirm ?? false, at };
    case 'choices':
      return { type: 'answer_ambiguous', values: answer.values, at };
    case 'back':
      return { type: 'back_requested', at };
    case 'unreadable':
      return undefined;
  }
}
