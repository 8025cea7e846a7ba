export type { AppointmentCard } from './card.ts';
export { drawAppointmentCard } from './draw-appointment-card.ts';
