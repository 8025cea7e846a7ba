import type { Flow } from '../../src/core/flow.ts';
import { appointmentReminder } from './appointment.ts';
import { cardRenewalReminder } from './card-renewal.ts';
import { marketDayReminder } from './market-day.ts';
import { unfinishedFlowReminder } from './unfinished-flow.ts';
import { vneidActivationReminder } from './vneid-activation.ts';
import { vneidVisitReminder } from './vneid-visit.ts';

/** What each kind of reminder says, and what becomes of the answers. */
export const reminderFlows: readonly Flow[] = [
  appointmentReminder,
  vneidVisitReminder,
  vneidActivationReminder,
  cardRenewalReminder,
  marketDayReminder,
  unfinishedFlowReminder,
];
