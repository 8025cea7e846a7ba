import type { ReminderKind, ReminderKinds } from '../../src/app/reminders/reminder-kind.ts';
import { appointment } from './appointment.ts';
import { cardRenewal } from './card-renewal.ts';
import { marketDay } from './market-day.ts';
import { unfinishedFlow } from './unfinished-flow.ts';
import { vneidActivation } from './vneid-activation.ts';
import { vneidVisit } from './vneid-visit.ts';

/** Every kind of reminder; a new one is added here. */
const all: readonly ReminderKind[] = [appointment, vneidVisit, vneidActivation, cardRenewal, marketDay, unfinishedFlow];

export const reminderKinds: ReminderKinds = new Map(all.map((kind) => [kind.kind, kind]));
