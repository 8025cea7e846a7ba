import type { Queryable } from './database.ts';
import type { Facility } from './facility.ts';

export interface StoredFacility extends Facility {
  /** Rises with each change. */
  readonly version: number;
}

type StoredRow = StoredFacility & { readonly [column: string]: unknown };

const columns = `id, name, kind, words, former_district as "formerDistrict", commune, active, closed, checked_on::text as "checkedOn", confirmed, source,
  mode, opening, holidays, specialties, seat_size as "seatSize", seats, connector, version`;

/** All facilities, closed ones too, in the order of their ids. */
export function listFacilities(database: Queryable): Promise<readonly StoredFacility[]> {
  return database.query<StoredRow>(`select ${columns} from causo.facility order by id collate "C"`);
}

/**
 * A facility that stays as it is until the transaction ends: whoever closes it waits, and then sees what was written
 * meanwhile. Nothing when the table holds none of this id.
 */
export async function holdFacility(transaction: Queryable, id: string): Promise<StoredFacility | undefined> {
  const [row] = await transaction.query<StoredRow>(`select ${columns} from causo.facility where id = $1 for share`, [id]);
  return row;
}

/** The same for somebody who changes them. */
export function holdFacilitiesForChange(transaction: Queryable, ids: readonly string[]): Promise<readonly StoredFacility[]> {
  return transaction.query<StoredRow>(`select ${columns} from causo.facility where id = any($1::text[]) order by id collate "C" for update`, [ids]);
}

/** Differs whenever anything in the table has changed. */
export async function facilityState(database: Queryable): Promise<string> {
  const [row] = await database.query<{ state: string }>(
    `select concat_ws(' ', count(*), sum(version), max(changed_at)) as state from causo.facility`,
    [],
    'facility_state',
  );
  return row?.state ?? '';
}

/** Adds those of whose id there is no row yet; the others stay as somebody made them. Returns how many were added. */
export async function addMissingFacilities(transaction: Queryable, facilities: readonly Facility[], now: Date): Promise<number> {
  const rows = await transaction.query(`${insert} on conflict (id) do nothing returning id`, [toJson(facilities), now]);
  return rows.length;
}

/** Writes whole facilities, new ones and known ones; the version of each rises. */
export async function writeFacilities(transaction: Queryable, facilities: readonly Facility[], now: Date): Promise<void> {
  const named = ['name', 'kind', 'words', 'former_district', 'commune', 'active', 'closed', 'checked_on', 'confirmed', 'source', 'mode', 'opening', 'holidays', 'specialties', 'seat_size', 'seats', 'connector', 'changed_at'];
  const updates = named.map((column) => `${column} = excluded.${column}`).join(', ');
  await transaction.query(`${insert} on conflict (id) do update set ${updates}, version = facility.version + 1`, [toJson(facilities), now]);
}

// In the order of the ids, as whoever holds several does.
const insert = `insert into causo.facility (id, name, kind, words, former_district, commune, active, closed, checked_on, confirmed, source, mode, opening,
    holidays, specialties, seat_size, seats, connector, changed_at)
  select f.id, f.name, f.kind, f.words, f.former_district, f.commune, f.active, f.closed, f.checked_on, f.confirmed, f.source, f.mode, f.opening,
    f.holidays, f.specialties, f.seat_size, f.seats, f.connector, $2
  from jsonb_populate_recordset(null::causo.facility, $1::jsonb) f order by f.id collate "C"`;

function toJson(facilities: readonly Facility[]): string {
  return JSON.stringify(
    facilities.map(({ formerDistrict, checkedOn, seatSize, ...same }) => ({ ...same, former_district: formerDistrict, checked_on: checkedOn, seat_size: seatSize })),
  );
}
