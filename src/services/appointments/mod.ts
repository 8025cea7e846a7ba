export { changeRules, type Change, type Changer } from './changes.ts';
export type { AppointmentConnector, AppointmentConnectors, OutsideAnswer, OutsideRequest } from './connector.ts';
export { freeSeatTimes, nextFreeTimes, searchDays } from './free-times.ts';
export { offerUntil } from './offer-time.ts';
