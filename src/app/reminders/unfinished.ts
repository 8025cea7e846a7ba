import type { TurnReminder } from '../../store/turns.ts';
import type { Conversation, Decision } from '../decide.ts';

const kind = 'unfinished_flow';

/** The reminder of a service that has just begun and goes on; nothing is kept for the next day without consent. */
export function remindOfUnfinished({ library, reminders }: Conversation, { session, records }: Decision, now: Date): TurnReminder | undefined {
  if (session.profile.consent !== 'granted' || session.frames.length === 0) return undefined;
  const began = records.some(
    (record) =>
      record.type === 'record' &&
      record.what === 'flow_started' &&
      library.current(record.flow)?.flow.kind === 'service' &&
      session.frames.some(({ flow }) => flow === record.flow),
  );
  const [plan] = began ? (reminders.get(kind)?.plan({}, now) ?? []) : [];
  return plan && { kind, ...plan };
}
