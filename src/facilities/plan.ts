import type { StoredFacility } from '../store/facilities.ts';
import { columnKeys, columns } from './columns.ts';
import { writeCell } from './write-table.ts';

/** What saving facilities would do to the table. */
export interface Plan {
  readonly added: readonly StoredFacility[];
  readonly changed: readonly Change[];
  readonly same: number;
}

export interface Change {
  readonly facility: StoredFacility;
  /** Names of the columns that change. */
  readonly columns: readonly string[];
  /** It has been open until now. */
  readonly closes: boolean;
}

/** Compares facilities with those of the table. */
export function planChanges(facilities: readonly StoredFacility[], current: readonly StoredFacility[]): Plan {
  const known = new Map(current.map((facility) => [facility.id, facility]));
  const compared = facilities.map((facility) => compare(facility, known.get(facility.id)));
  return {
    added: facilities.filter(({ id }) => !known.has(id)),
    changed: compared.filter((change) => change !== undefined && change.columns.length > 0).flatMap((change) => change ?? []),
    same: compared.filter((change) => change?.columns.length === 0).length,
  };
}

function compare(facility: StoredFacility, before: StoredFacility | undefined): Change | undefined {
  if (!before) return undefined;
  const changing = columnKeys.filter((key) => writeCell(facility, key) !== writeCell(before, key));
  return { facility, columns: changing.map((key) => columns[key].name), closes: facility.closed && !before.closed };
}
