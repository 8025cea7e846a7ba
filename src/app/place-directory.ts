import { createPlaces, shippedFacilities, type Places } from '../services/clinic/mod.ts';
import type { Database } from '../store/database.ts';
import { addMissingFacilities, facilityState, listFacilities } from '../store/facilities.ts';
import type { Log } from './log.ts';

/** The places as the table has them, at hand without a query. */
export interface PlaceDirectory {
  current(): Places;
  /** Reads the table again if anything in it has changed. Never rejects. */
  refresh(): Promise<void>;
  /** Looks no more; resolves once a look that is under way has ended. */
  stop(): Promise<void>;
}

/** So long after a change running chats follow it, in every process. Milliseconds. */
const lookEvery = 2_000;

/** Adds what the program brings along to the table where it is missing, reads all of it, and goes on following its changes. */
export async function openPlaceDirectory(database: Database, clock: () => Date, log: Log): Promise<PlaceDirectory> {
  await addMissingFacilities(database, shippedFacilities, clock());
  let { state, places } = await read(database);
  const look = async (): Promise<void> => {
    if ((await facilityState(database)) !== state) ({ state, places } = await read(database));
  };
  // One after the other: an older view must not come after a newer one.
  let looking: Promise<void> = Promise.resolve();
  const refresh = (): Promise<void> => {
    looking = looking.then(look).catch((fault: unknown) => log.warn('places_not_read', { fault }));
    return looking;
  };
  const timer = setInterval(() => void refresh(), lookEvery);
  return {
    current: () => places,
    refresh,
    stop: async () => {
      clearInterval(timer);
      await looking;
    },
  };
}

interface Read {
  readonly state: string;
  readonly places: Places;
}

async function read(database: Database): Promise<Read> {
  // The state first: what changes in between is read again by the next look.
  const state = await facilityState(database);
  return { state, places: createPlaces(await listFacilities(database)) };
}
