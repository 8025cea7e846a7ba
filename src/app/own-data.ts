import { createHash } from 'node:crypto';
import type { Session } from '../core/mod.ts';
import { addCall, type ScheduledCall } from '../store/calls.ts';
import type { Queryable } from '../store/database.ts';
import type { Sealer } from '../store/seal.ts';
import type { SeatsDue } from '../store/seats.ts';
import type { Reminder } from '../store/reminders.ts';
import { openTicket } from '../store/tickets.ts';
import { setWait, type Wait } from '../store/waits.ts';
import type { Conversation, OwnData } from './decide.ts';
import type { FlowLibrary } from './flow-library.ts';
import { callPatience, outsideServiceNames } from './outside-services.ts';
import { planReminders } from './reminders/plan-reminders.ts';
import { kindOf } from './reminders/reminder-kind.ts';
import { runService } from './services.ts';
import { readTextTable } from './texts.ts';

/** What is known about the turn that asks. */
export interface TurnPlace {
  readonly contact: number;
  readonly address: number;
  readonly channel: string;
  readonly now: Date;
}

/** What a turn leaves to be done once it is committed. */
export interface Agenda {
  readonly waits: Wait[];
  readonly calls: ScheduledCall[];
  readonly reminders: Reminder[];
  /** Codes by which somebody agreed to be joined with another contact. */
  readonly links: number[];
  /** Seats that are due to be offered to those who wait. */
  readonly seats: SeatsDue[];
}

/** The rows that a turn reads and writes besides its own, inside its transaction. `agenda` gathers what has to be done after it. */
export function ownDataOf(
  transaction: Queryable,
  sealer: Sealer,
  { texts, library, places, reminders: kinds }: Conversation,
  place: TurnPlace,
  { waits, calls, reminders, links, seats }: Agenda,
): OwnData {
  return {
    call: async ({ call, service, input }, { profile }) => {
      if (outsideServiceNames.has(service)) {
        const giveUpAt = new Date(place.now.getTime() + callPatience);
        calls.push(await addCall(transaction, sealer, { ...place, number: call, service, input, giveUpAt }));
        return undefined;
      }
      const context = { ...place, transaction, sealer, texts, places: places(), profile, consentTextVersion, agreedLinks: links, seatsDue: seats, kinds };
      const { outcome, values = {}, ...change } = await runService(service, input, context);
      return { type: 'call_finished', call, outcome, values, at: place.now.getTime(), ...change };
    },
    openTicket: async ({ topic, flow, node }, session) => {
      const { contact, address, now } = place;
      const where = { ...(flow ? { flow } : {}), ...(node ? { node } : {}) };
      const { id, already } = await openTicket(transaction, sealer, { contact, address, topic, ...where, summary: summarise(session, library), now });
      return { type: 'ticket_opened', ticket: id, already, at: now.getTime() };
    },
    setReminder: async ({ reminder, input }) => {
      const { contact, now } = place;
      reminders.push(...(await planReminders(transaction, sealer, kindOf(kinds, reminder), { contact, input, now })));
    },
    setWait: async ({ question, dueAt }) => {
      waits.push(await setWait(transaction, place.contact, question, new Date(dueAt)));
    },
  };
}

/** What a volunteer will see first: which flows run and what was answered. */
function summarise({ frames }: Session, library: FlowLibrary): unknown {
  return frames.map(({ flow, hash, node, slots }) => {
    const definitions = library.find(flow, hash)?.slots ?? {};
    // A ticket lives much longer than the step that needs such a number.
    const lasting = Object.entries(slots).filter(([slot]) => !definitions[slot]?.sensitive);
    return { flow, node, slots: Object.fromEntries(lasting) };
  });
}

/** Proof of what people agreed to: a fingerprint of the very words of the welcome. */
const consentTextVersion = createHash('sha256').update(JSON.stringify(readTextTable('welcome'))).digest('hex').slice(0, 12);
