import { expect } from 'vitest';
import { sweep } from '../../../src/app/sweep.ts';
import { setReminder, type NewReminder, type Reminder } from '../../../src/store/reminders.ts';
import type { Database } from '../../../src/store/database.ts';
import { messageFrom, testSealer, type TestAssistant } from '../../support/test-assistant.ts';

export const hour = 3_600_000;
export const day = 24 * hour;

/** A moment by the clock of Cà Mau. */
export const at = (moment: string): Date => new Date(`${moment}:00+07:00`);

/** A test assistant and the people who write to it. */
export interface People {
  /** Says things one after the other and returns the texts of the answers to the last of them. */
  say(person: string, ...said: readonly string[]): Promise<readonly string[]>;
  /** Lets time pass until then, and the timer does its work; returns what was sent meanwhile. */
  waitUntil(moment: Date): Promise<readonly string[]>;
  contactOf(person: string): Promise<number>;
  /** Sets a reminder as a flow does. */
  set(person: string, reminder: Partial<NewReminder> & Pick<NewReminder, 'kind' | 'dueAt'>): Promise<Reminder | undefined>;
  /** Kind, outcome and due moment of all reminders, in the order of their ids. */
  reminders(): Promise<readonly { readonly kind: string; readonly state: string; readonly outcome: string | null; readonly due: string; readonly version: number }[]>;
}

export function peopleOf({ assistant, channel, clock }: TestAssistant, database: Database): People {
  const settled = (): Promise<void> => expect.poll(async () => (await database.query('select id from causo.address where queued <> finished')).length).toBe(0);
  const contactOf = async (person: string): Promise<number> => {
    const [row] = await database.query<{ contact: number }>('select contact_id as contact from causo.address where platform_id = $1', [person]);
    if (!row) throw new Error(`Expected ${person} to have written before`);
    return row.contact;
  };
  return {
    contactOf,
    say: async (person, ...said) => {
      let before = 0;
      for (const text of said) {
        clock.advance(10_000);
        before = channel.sent.length;
        expect(await assistant.inbound.accept(messageFrom(person, text))).toBe('done');
        await settled();
      }
      return channel.sent.slice(before).map(({ message }) => message.text);
    },
    waitUntil: async (moment) => {
      const before = channel.sent.length;
      clock.advance(moment.getTime() - clock().getTime());
      // The timer leaves what fell due a moment ago to the queue.
      await assistant.reminders.fireDue(clock());
      await sweep(assistant);
      await settled();
      return channel.sent.slice(before).map(({ message }) => message.text);
    },
    set: async (person, reminder) =>
      setReminder(database, testSealer, { contact: await contactOf(person), matter: 'self', payload: { day: '2026-11-24', whom: 'self' }, now: clock(), ...reminder }),
    reminders: () =>
      database.query(
        `select kind, state, outcome, version, to_char(due_at at time zone 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD HH24:MI') as due
         from causo.reminder where kind <> 'unfinished_flow' order by id`,
      ),
  };
}
