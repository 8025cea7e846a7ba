export { readNumber, writeNumber } from './appointment-number.ts';
export { findPlace, placesNear, stationOf } from './directory.ts';
export { facilities } from './facilities.ts';
export { isChild, readPatient, type Patient } from './patient.ts';
export { dayIn, readVisitTime, writeVisitTime, type VisitTime } from './visit-time.ts';
