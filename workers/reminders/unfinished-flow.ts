import type { FiringContext, FiringReminder, ReminderKind, Verdict } from '../../src/app/reminders/reminder-kind.ts';
import { lastMoves, type LastMove } from '../../src/store/last-moves.ts';

const day = 24 * 3_600_000;

/** Somebody who comes a little later the next day is not the one who has forgotten. Milliseconds. */
const quietFor = 20 * 3_600_000;

/**
 * The day after somebody left a service in the middle. One row is made when a service begins; when the chat was used since,
 * it sets itself later, and when the service is over, it ends.
 */
export const unfinishedFlow: ReminderKind = {
  kind: 'unfinished_flow',
  series: ['unfinished_flow'],
  onItsDay: false,
  askedFor: false,
  plan: (_input, now) => [{ matter: 'chat', dueAt: new Date(now.getTime() + day), payload: {} }],
  judge: async (reminders, context) => {
    const moves = await lastMoves(context.transaction, reminders.map(({ contact }) => contact));
    return reminders.map(({ contact }: FiringReminder) => judgeMove(moves.get(contact), context));
  },
};

function judgeMove(move: LastMove | undefined, { now, isService }: FiringContext): Verdict {
  if (!move || !move.hasConsent || !isService(move.flow)) return { do: 'stop' };
  if (now.getTime() < move.at.getTime() + quietFor) return { do: 'later', dueAt: new Date(move.at.getTime() + day) };
  return { do: 'tell', values: {}, about: 'unfinished' };
}
