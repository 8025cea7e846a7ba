import { dayIn } from '../local-time.ts';

export interface Patient {
  readonly name: string;
  /** `YYYY[-MM[-DD]]`. */
  readonly birth: string;
}

/** Until then most have no identity card of their own and bring a birth certificate. Years. */
const childUntil = 14;

/** Checks the answer to "who": a name and a date of birth as far as it was said. */
export function readPatient(person: unknown): Patient | undefined {
  if (!Array.isArray(person) || person.length !== 2) return undefined;
  const [name, birth]: readonly unknown[] = person;
  if (typeof name !== 'string' || name === '' || name.length > 100) return undefined;
  return typeof birth === 'string' && /^\d{4}(?:-\d{2}){0,2}$/.test(birth) ? { name, birth } : undefined;
}

/** Whether the patient may still need a birth certificate instead of a card. */
export function isChild({ birth }: Patient, now: Date): boolean {
  return Number(dayIn(now).slice(0, 4)) - Number(birth.slice(0, 4)) <= childUntil;
}
