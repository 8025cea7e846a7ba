import type { Entry, Event } from '../../core/mod.ts';
import { findIntents, type Command } from '../../understanding/mod.ts';
import type { ReadingContext } from './reading.ts';

/** From here on an intent is taken at its word; below, it is only a guess. */
const sureScore = 0.5;
const guessScore = 0.25;

/** The flows, and entries of them, that a command opens. */
export const commandFlows: Readonly<Partial<Record<Command, Entry>>> = {
  language: { flow: 'language' },
  vietnamese: { flow: 'language', entry: 'language.vi' },
  english: { flow: 'language', entry: 'language.en' },
  show_data: { flow: 'my_data_show' },
  erase_data: { flow: 'my_data_erase' },
  consider_erasing: { flow: 'my_data_erase', entry: 'privacy.delete' },
  withdraw_consent: { flow: 'consent_withdraw' },
  stop_reminders: { flow: 'reminders_stop' },
  stop_appointment_reminders: { flow: 'reminders_stop', entry: 'reminders.stop_appointment' },
  stop_vneid_reminders: { flow: 'reminders_stop', entry: 'reminders.stop_vneid' },
  stop_card_reminders: { flow: 'reminders_stop', entry: 'reminders.stop_card' },
  stop_market_reminders: { flow: 'reminders_stop', entry: 'reminders.stop_market' },
  stop_unfinished_reminders: { flow: 'reminders_stop', entry: 'reminders.stop_unfinished' },
  start_reminders: { flow: 'reminders_stop', entry: 'reminders.start' },
  done_already: { flow: 'reminders_stop', entry: 'reminders.done' },
  remind_card: { flow: 'vneid_registration', entry: 'vneid.remind_card' },
  remind_market_day: { flow: 'market_payment', entry: 'market.remind_day' },
  change_appointment: { flow: 'appointment_change', entry: 'clinic.change_or_cancel' },
  leave_waiting: { flow: 'appointment_change', entry: 'clinic.leave_waiting' },
  link_accounts: { flow: 'link_accounts' },
  enter_link_code: { flow: 'link_accounts', entry: 'link.enter' },
  split_accounts: { flow: 'link_accounts', entry: 'link.split' },
  receive_alerts: { flow: 'administrator' },
  stop_alerts: { flow: 'administrator', entry: 'alerts.stop' },
};

/** What a command asks of the engine. */
export function commandEvent(command: Command, at: number): Event {
  const entry = commandFlows[command];
  if (entry) return { type: 'flow_requested', entry, interrupt: true, at };
  switch (command) {
    case 'back':
      return { type: 'back_requested', at };
    case 'stop':
      return { type: 'stop_requested', at };
    case 'help':
      return { type: 'help_requested', at };
    case 'person':
      return { type: 'person_requested', at };
    default:
      return { type: 'menu_requested', at };
  }
}

/** Intents that are matters of the assistant itself. */
const ownIntents: Readonly<Record<string, (at: number) => Event>> = {
  greeting: (at) => ({ type: 'greeted', by: 'greeting', at }),
  thanks: (at) => ({ type: 'greeted', by: 'thanks', at }),
  human: (at) => ({ type: 'person_requested', at }),
  help: (at) => ({ type: 'help_requested', at }),
  stop: (at) => ({ type: 'stop_requested', at }),
  'reminder.stop': (at) => commandEvent('stop_reminders', at),
  'language.change': (at) => commandEvent('language', at),
  'privacy.export': (at) => commandEvent('show_data', at),
};

/** The wish that a text is surest to carry, or what it may have meant. */
export function readAsIntent(text: string, { library, now: at }: ReadingContext): Event {
  const intents = findIntents(text);
  const sure = intents.find(({ score }) => score >= sureScore);
  const own = sure && ownIntents[sure.intent];
  if (own) return own(at);
  const entry = sure && library.entryFor(sure.intent);
  if (entry) return { type: 'flow_requested', entry, interrupt: false, at };
  const guesses = intents.filter(({ score }) => score >= guessScore).flatMap(({ intent }) => library.entryFor(intent) ?? []);
  return { type: 'not_understood', guesses, at };
}
