import { z } from 'zod';

export const appointmentStates = ['requested', 'confirmed', 'other_time_proposed', 'accepted', 'declined', 'cancelled', 'attended', 'missed'] as const;
export const staffChanges = ['confirm', 'propose', 'decline', 'arrived', 'missed', 'cancel'] as const;

/** Days that do not exist are no days. */
const isoDay = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .refine((day) => !Number.isNaN(Date.parse(day)) && new Date(day).toISOString().startsWith(day));
const halfDay = z.enum(['morning', 'afternoon']);

/** Which appointments staff want to see, by number; `after` is the last id that they have seen. */
export const listFilterShape = z.object({
  facility: z.string().max(60).optional(),
  day: isoDay.optional(),
  state: z.enum(appointmentStates).optional(),
  /** Names, dates of birth and phones in full. */
  names: z.boolean().optional(),
  after: z.number().int().min(0).optional(),
});

/** What staff want to change about one appointment. */
export const staffOrderShape = z.object({
  number: z.string().regex(/^\d{6}$/),
  change: z.enum(staffChanges),
  /** Who does it, as it shall stand in the history. */
  staff: z.string().regex(/^[\p{L}\p{N} ._@-]{1,60}$/u),
  /** The version that they have seen; nothing: whichever it has. */
  version: z.number().int().min(1).optional(),
  day: isoDay.optional(),
  halfDay: halfDay.optional(),
  slot: z
    .string()
    .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/)
    .optional(),
});

const time = z.object({ day: z.string(), halfDay, slot: z.string().optional() });

export const listedAppointmentShape = z.object({
  id: z.number(),
  number: z.string(),
  version: z.number(),
  state: z.enum(appointmentStates),
  /** Null: the person does not know where to go. */
  facility: z.string().nullable(),
  /** All three null: any day. */
  day: z.string().nullable(),
  halfDay: halfDay.nullable(),
  slot: z.string().nullable(),
  /** First letters only, unless names were asked for. */
  name: z.string(),
  /** Null unless names were asked for. */
  birth: z.string().nullable(),
  phone: z.string().nullable(),
});

/** What came of an order; `gone`: no such appointment, `changed`: it is not in that version or state any more, and what it is now. */
export const staffAnswerShape = z.object({
  outcome: z.enum(['done', 'gone', 'changed', 'full', 'not_open', 'too_late', 'too_early', 'no_time', 'no_place', 'outside']),
  state: z.enum(appointmentStates).optional(),
  version: z.number().optional(),
  /** The next free times, when this one is full. */
  times: z.array(time).optional(),
});

export type ListFilter = Readonly<z.infer<typeof listFilterShape>>;
export type StaffOrder = Readonly<z.infer<typeof staffOrderShape>>;
export type ListedAppointment = Readonly<z.infer<typeof listedAppointmentShape>>;
export type StaffAnswer = Readonly<z.infer<typeof staffAnswerShape>>;

/** So many come in one list. */
export const listLength = 200;

/** What staff can do, in this process or over a socket. */
export interface AppointmentDesk {
  /** At most `listLength`, by their ids. */
  list(filter: ListFilter): Promise<readonly ListedAppointment[]>;
  change(order: StaffOrder): Promise<StaffAnswer>;
}
