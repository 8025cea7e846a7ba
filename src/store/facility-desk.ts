import type { StoredFacility } from './facilities.ts';

/** The facilities of the table, for whoever keeps them up. */
export interface FacilityDesk {
  /** All of them, closed ones too, in the order of their ids. */
  readonly list: () => Promise<readonly StoredFacility[]>;
  /** Writes each over the version that it was made from (0: new), all or none. */
  readonly save: (facilities: readonly StoredFacility[]) => Promise<SavedRows>;
}

export interface SavedRows {
  /** Ids that somebody else has changed meanwhile; then nothing was saved. */
  readonly stale: readonly string[];
  /** How many people are told that the place of their appointment has closed. */
  readonly told: number;
}
