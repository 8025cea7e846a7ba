import type { Flow } from '../src/core/flow.ts';
import { administrator } from './administrator.ts';
import { appointmentCard } from './appointment-card.ts';
import { appointmentChange } from './appointment-change.ts';
import { appointmentNews } from './appointment-news.ts';
import { clinicBooking } from './clinic-booking.ts';
import { consentWithdraw } from './consent-withdraw.ts';
import { help } from './help.ts';
import { language } from './language.ts';
import { linkAccounts } from './link-accounts.ts';
import { marketPayment } from './market-payment.ts';
import { menu } from './menu.ts';
import { myDataErase } from './my-data-erase.ts';
import { myDataShow } from './my-data-show.ts';
import { notReady } from './not-ready.ts';
import { reminderFlows } from './reminders/mod.ts';
import { remindersStop } from './reminders-stop.ts';
import { vneidRegistration } from './vneid-registration.ts';
import { welcome } from './welcome.ts';

/** Every flow; a new one is added here. */
export const flows: readonly Flow[] = [
  vneidRegistration,
  clinicBooking,
  appointmentChange,
  appointmentNews,
  appointmentCard,
  marketPayment,
  welcome,
  menu,
  help,
  language,
  myDataShow,
  myDataErase,
  consentWithdraw,
  remindersStop,
  ...reminderFlows,
  linkAccounts,
  administrator,
  notReady,
];
