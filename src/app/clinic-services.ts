import { readNews } from './appointment-news.ts';
import { bookingServices } from './appointments/booking-services.ts';
import { decideHealthConsent } from './appointments/health-consent.ts';
import { ownAppointmentServices } from './appointments/own-appointment-services.ts';
import { waitingServices } from './appointments/waiting-services.ts';
import type { Service } from './service.ts';

/** What the flows of the clinic may call within a turn. */
export const clinicServices: Readonly<Record<string, Service>> = {
  'clinic.grant_consent': async (_input, context) => ({ outcome: 'done', values: { consent: await decideHealthConsent(context, true) } }),
  'clinic.refuse_consent': async (_input, context) => {
    await decideHealthConsent(context, false);
    return { outcome: 'done' };
  },
  'clinic.read_news': readNews,
  ...bookingServices,
  ...ownAppointmentServices,
  ...waitingServices,
};
