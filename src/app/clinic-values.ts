import type { Language, Value } from '../core/mod.ts';
import { stationOf, type Places } from '../services/clinic/mod.ts';
import type { FacilityDirectory } from '../understanding/mod.ts';
import { writeBirth } from './moments.ts';

const noPlace: Readonly<Record<Language, string>> = { vi: 'nơi chưa chọn', en: 'a place not chosen yet' };

/** The places that the question "where" understands, closed ones too, so that it can say that they are closed. */
export function facilityDirectory({ named, near }: Places): FacilityDirectory {
  return { named, near, station: stationOf };
}

/** "Bệnh viện Đa khoa Cà Mau"; places have no other names in English. */
export function writeFacility(id: string, language: Language, places: Places): string {
  return places.find(id)?.name ?? noPlace[language];
}

/** "Trần Thị Bé, sinh năm 1960". */
export function writePerson(person: Value, language: Language): string {
  if (!Array.isArray(person)) return String(person);
  const [name = '', birth = '']: readonly unknown[] = person;
  const isYear = /^\d{4}$/.test(String(birth));
  const born = language === 'en' ? 'born' : isYear ? 'sinh năm' : 'sinh';
  return `${String(name)}, ${born} ${writeBirth(String(birth), language)}`;
}

/** So much of a name fits on a button beside a date of birth. Characters. */
const longestShownName = 32;

/** The same for a button: of a very long name only its end, by which people are called. */
export function writeShortPerson(person: Value, language: Language): string {
  if (!Array.isArray(person)) return String(person);
  const [name = '', birth = '']: readonly unknown[] = person;
  const whole = String(name);
  const short = whole.length <= longestShownName ? whole : whole.slice(-longestShownName).replace(/^\S*\s/, '');
  return writePerson([short, String(birth)], language);
}

/** "Trần Thị Bé" → "Bé": what a person is called by, and no more. */
export function writeGivenName(name: string): string {
  return name.trim().split(/\s+/).at(-1) ?? '';
}
