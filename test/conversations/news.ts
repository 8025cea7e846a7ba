import type { AppointmentChange, Flow, Slots } from '../../src/core/mod.ts';
import { flowsOf, Script } from '../core/script.ts';

/** News of a clinic that no chat of this folder brings about: what the services say, what is chosen, and what is said in the end. */
export interface NewsCase {
  readonly change: AppointmentChange;
  /** Outcomes of services and choices of the person, in their order. */
  readonly steps: readonly ({ readonly ends: string } | { readonly chooses: string })[];
  readonly says: readonly string[];
  /** A person is asked for help. */
  readonly asksPerson?: true;
}

const read = { ends: 'done' } as const;
const accepts = [read, { chooses: 'accept' }] as const;
const refuses = [read, { chooses: 'refuse' }] as const;
const cancels = [read, { chooses: 'cancel' }] as const;
const closed = [read, { chooses: 'rebook' }] as const;

export const newsCases: readonly NewsCase[] = [
  ...['gone', 'failed'].map((outcome): NewsCase => ({ change: 'confirmed', steps: [{ ends: outcome }], says: [] })),
  // What stands is read once more, right before it is shown.
  ...['gone', 'failed'].map((outcome): NewsCase => ({ change: 'confirmed', steps: [read, { ends: outcome }], says: [] })),
  { change: 'confirmed', steps: [read, read, { ends: 'gone' }], says: [] },
  ...['failed', 'late'].map((outcome): NewsCase => ({ change: 'confirmed', steps: [read, read, { ends: outcome }], says: ['not_drawn.text', 'can_change.text'] })),
  ...['full', 'not_open', 'too_late'].map((outcome): NewsCase => ({ change: 'proposed', steps: [...accepts, { ends: outcome }], says: ['proposal_late.text'] })),
  ...['person', 'later', 'rebook'].flatMap((option): readonly NewsCase[] => [
    { change: 'proposed', steps: [...accepts, { ends: 'full' }, { chooses: option }], ...afterRebook(option) },
    { change: 'proposed', steps: [...refuses, { ends: 'done' }, { chooses: option }], ...afterRebook(option) },
    { change: 'declined', steps: [read, { chooses: option }], ...afterRebook(option) },
    { change: 'cancelled', steps: [read, { chooses: option }], ...afterRebook(option) },
  ]),
  ...[accepts, refuses, cancels].flatMap((steps): readonly NewsCase[] => [
    { change: 'proposed', steps: [...steps, { ends: 'gone' }], says: ['gone.text'] },
    { change: 'proposed', steps: [...steps, { ends: 'failed' }], says: ['failed.text'], asksPerson: true },
  ]),
  { change: 'proposed', steps: [...cancels, { ends: 'outside' }, { ends: 'done' }], says: ['cancelled_own.text'] },
  { change: 'proposed', steps: [...cancels, { ends: 'outside' }, { ends: 'gone' }], says: ['gone.text'] },
  { change: 'proposed', steps: [...cancels, { ends: 'outside' }, { ends: 'late' }], says: ['failed.text'], asksPerson: true },
  { change: 'place_closed', steps: [...closed, { ends: 'done' }], says: ['signs.text'] },
  { change: 'place_closed', steps: [...closed, { ends: 'gone' }], says: ['signs.text'] },
  { change: 'place_closed', steps: [read, { chooses: 'person' }], says: [], asksPerson: true },
  { change: 'place_closed', steps: [read, { chooses: 'later' }], says: ['later.text'] },
  { change: 'seat_offered', steps: [{ chooses: 'accept' }, { ends: 'done' }, read, read], says: ['confirmed.text'] },
  { change: 'seat_offered', steps: [{ chooses: 'accept' }, { ends: 'gone' }], says: ['seat_gone.text'] },
  { change: 'seat_offered', steps: [{ chooses: 'accept' }, { ends: 'too_many' }], says: ['failed.text'], asksPerson: true },
  { change: 'seat_offered', steps: [{ chooses: 'accept' }, { ends: 'failed' }], says: ['failed.text'], asksPerson: true },
  { change: 'seat_offered', steps: [{ chooses: 'refuse' }, { ends: 'done' }], says: ['seat_refused.text'] },
  { change: 'seat_offered', steps: [{ chooses: 'refuse' }, { ends: 'gone' }], says: ['seat_refused.text'] },
  { change: 'seat_offered', steps: [{ chooses: 'refuse' }, { ends: 'failed' }], says: ['failed.text'], asksPerson: true },
  { change: 'seat_lapsed', steps: [], says: ['seat_lapsed.text'] },
];

function afterRebook(option: string): Pick<NewsCase, 'says' | 'asksPerson'> {
  if (option === 'person') return { says: [], asksPerson: true };
  return { says: [option === 'rebook' ? 'signs.text' : 'later.text'] };
}

/** Plays such a case with the engine alone, up to what is said last. */
export function playNews(flows: readonly Flow[], { change, steps }: NewsCase): Script {
  const script = new Script(flowsOf(...flows));
  script.play({ type: 'appointment_changed', change, flow: 'appointment_news', values: valuesOf(change) });
  for (const step of steps) {
    if ('chooses' in step) script.choose(step.chooses);
    else script.play({ type: 'call_finished', call: script.session.calling ?? 0, outcome: step.ends, values: {} });
  }
  return script;
}

function valuesOf(change: AppointmentChange): Slots {
  const seat = { change, offer: '7', facility: 'general-ca-mau', when: '2026-11-26 morning' };
  if (change === 'seat_offered') return { ...seat, until: '2026-11-25T10:00' };
  return change === 'seat_lapsed' ? seat : { change, request: '7', number: '482 159', facility: 'general-ca-mau', when: '2026-11-26 morning' };
}
