import { currentQuestion, optionsShown, promptOptions, valueOf, type AnswerType, type ShownValue } from '../../core/mod.ts';
import { writeChoice } from '../values.ts';
import type { ReadingContext } from './reading.ts';

/** A message that took longer than this to reach us may have been overtaken by a newer question. Milliseconds. */
const lateAfter = 10_000;

interface LabelledOption {
  readonly id: string;
  /** What may be typed for it; the first is what is shown. */
  readonly words: readonly string[];
  /** It shows what only this step needs. */
  readonly sensitive: boolean;
}

/** What was offered with the open question, a question of the assistant before that of the flow; in the order shown. */
export function shownOptions({ session, library, texts, places }: ReadingContext): readonly LabelledOption[] {
  const { language } = session.profile;
  const question = currentQuestion(library, session);
  const written = ({ gap, value, type }: ShownValue): Readonly<Record<string, string>> => ({ [gap]: writeChoice(value, type, language, places()) });
  if (session.open?.prompt) {
    const shown = promptOptions(session.open.prompt, question?.node.answer ?? 'none');
    return shown.map(({ id, label, value }) => ({ id, words: texts.wordsFor(label, language, value && written(value)), sensitive: false }));
  }
  if (!question) return [];
  const flow = { id: question.frame.flow, hash: question.frame.hash };
  return optionsShown(question, session).map((option) => {
    const value = valueOf(question, option);
    const words = texts.wordsFor({ flow, key: option.label }, language, value && written(value));
    return { id: option.id, words: [...words, ...(value ? shortWords(value) : [])], sensitive: value?.sensitive ?? false };
  });
}

/** What else a value is called: a person by the name alone. */
function shortWords({ value, type }: ShownValue): readonly string[] {
  return type === 'person' && Array.isArray(value) ? value.slice(0, 1).map(String) : [];
}

/** Whether an option shows what only this step needs. */
export function isSensitiveOption(option: string, context: ReadingContext): boolean {
  return shownOptions(context).some(({ id, sensitive }) => id === option && sensitive);
}

/** What is read as the answer to the open question; `sensitive` when only that step needs it. */
export interface Asked {
  readonly answer: AnswerType;
  readonly sensitive: boolean;
}

/** What the question of the flow reads, also while a question of the assistant lies over it. */
export function asked({ session, library }: ReadingContext): Asked {
  const question = currentQuestion(library, session);
  const slot = question?.node.slot;
  const flow = question && library.find(question.frame.flow, question.frame.hash);
  const open = session.open && session.open.prompt?.kind !== 'guess';
  return {
    answer: open ? (question?.node.answer ?? 'none') : 'none',
    sensitive: (slot !== undefined && flow?.slots[slot]?.sensitive) ?? false,
  };
}

/** True for a message that was late and is older than the open question, which it can therefore not be an answer to. */
export function isOvertaken(sentAt: number, { session, now }: ReadingContext): boolean {
  return session.open !== undefined && sentAt > 0 && now - sentAt > lateAfter && sentAt < session.open.askedAt;
}
