export { readNumber, writeNumber } from './appointment-number.ts';
export { communeOfStation, createPlaces, shippedPlaces, stationOf, type Places } from './directory.ts';
export { shippedFacilities } from './facilities.ts';
export { halfHours, isOpen, openHalfDays } from './opening.ts';
export { isChild, readPatient, type Patient } from './patient.ts';
export { isAhead, readHour, readVisitTime, writeVisitTime } from './visit-time.ts';
