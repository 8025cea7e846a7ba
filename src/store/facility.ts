import { z } from 'zod';

export const facilityKinds = ['hospital', 'centre', 'station', 'clinic'] as const;
export const facilityModes = ['request', 'capacity', 'external'] as const;
export const seatSizes = ['half_day', '30_minutes'] as const;
const halfDays = ['morning', 'afternoon'] as const;

/** Longer names do not fit on the buttons that offer them. Characters. */
export const longestFacilityName = 60;

const isoDay = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const clock = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/);

const openingHalf = z.object({
  /** 1 is Monday, 7 is Sunday. */
  day: z.number().int().min(1).max(7),
  halfDay: z.enum(halfDays),
  /** `HH:MM`; both or none. */
  from: clock.nullable(),
  to: clock.nullable(),
});

/** A facility as plain data, also on its way between processes. */
export const facilityShape = z.object({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{1,59}$/),
  /** As it stands on the door. */
  name: z.string().min(1).max(longestFacilityName),
  kind: z.enum(facilityKinds),
  /** As people say it, in small letters without accents. */
  words: z.array(z.string().min(1).max(60)).max(60).readonly(),
  /** The district from before July 2025 that it served, where known. */
  formerDistrict: z.string().nullable(),
  /** Code of the commune in which it stands, where known. */
  commune: z.string().nullable(),
  /** False: closed, or too little is known to send anybody there. Never offered. */
  active: z.boolean(),
  /** Closed for good; such a place is never active. */
  closed: z.boolean(),
  /** ISO day on which somebody last looked whether all this is so. */
  checkedOn: isoDay,
  /** A person who knows has said so; until then it is to be checked. */
  confirmed: z.boolean(),
  /** Where it was read, or who said so. */
  source: z.string().max(500),
  /** Who says yes to a request: a person there, the seats that are left, or another system. */
  mode: z.enum(facilityModes),
  /** Null: not known, people have to ask there. By day and half of it. */
  opening: z.array(openingHalf.readonly()).max(14).readonly().nullable(),
  /** ISO days on which it is closed all the same. */
  holidays: z.array(isoDay).max(366).readonly(),
  specialties: z.array(z.string().min(1).max(60)).max(60).readonly(),
  /** The unit in which seats are counted. */
  seatSize: z.enum(seatSizes),
  /** In each unit. */
  seats: z.number().int().min(0).max(1_000),
  /** Name of the other system, where the mode is external. */
  connector: z.string().max(40).nullable(),
});

/** A place where people can be examined. */
export type Facility = Readonly<z.infer<typeof facilityShape>>;
/** A half of a weekday on which a facility is open. */
export type OpeningHalf = NonNullable<Facility['opening']>[number];

/** Closed and uncertain places are never offered to anybody. */
export function isOffered({ active, closed }: Pick<Facility, 'active' | 'closed'>): boolean {
  return active && !closed;
}
