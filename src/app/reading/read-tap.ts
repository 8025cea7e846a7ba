import type { Event } from '../../core/mod.ts';
import { shownOptions } from './open-question.ts';
import type { Reading, ReadingContext } from './reading.ts';

/** Taps are untrusted text: anyone can send any payload. */
export function readTap(payload: string, context: ReadingContext): Reading {
  const { session, now: at } = context;
  if (payload === '#menu') return { event: { type: 'menu_requested', at }, kept: 'Menu', sensitive: false };
  const [, sessionNumber, questionNumber, choice] = /^#(\d{1,9})\.(\d{1,9})\.(\d{1,2}|back|person)$/.exec(payload) ?? [];
  const event = ((): Event => {
    if (choice === 'person') return { type: 'person_requested', at };
    const current = Number(sessionNumber) === session.counters.session && Number(questionNumber) === session.open?.number;
    if (!current) return { type: 'question_outdated', by: 'tap', at };
    if (choice === 'back') return { type: 'back_requested', at };
    return { type: 'option_chosen', question: Number(questionNumber), option: session.open?.options[Number(choice) - 1] ?? '', at };
  })();
  return { event, ...describeTap(event, context) };
}

function describeTap(event: Event, context: ReadingContext): Pick<Reading, 'kept' | 'sensitive'> {
  const language = context.session.profile.language;
  const system = (key: string): string => context.texts.wordsFor({ flow: 'system', key }, language)[0] ?? key;
  if (event.type === 'person_requested') return { kept: system('option.person'), sensitive: false };
  if (event.type === 'back_requested') return { kept: system('option.back'), sensitive: false };
  const chosen = event.type === 'option_chosen' ? shownOptions(context).find(({ id }) => id === event.option) : undefined;
  return { kept: chosen?.words[0] ?? '…', sensitive: chosen?.sensitive ?? false };
}
