import { z } from 'zod';
import type { Database } from '../../store/database.ts';
import { addMissingFacilities, listFacilities, type StoredFacility } from '../../store/facilities.ts';
import { shippedFacilities } from '../../services/clinic/mod.ts';
import { facilityShape } from '../../store/facility.ts';
import type { FacilityDesk } from '../../store/facility-desk.ts';
import type { Assistant } from '../assistant.ts';
import { saveFacilities, type Saving } from './save-facilities.ts';

/** For a process of the assistant: chats follow at once, and who is told of a closure hears of it at once. */
export function createFacilityDesk(assistant: Pick<Assistant, 'database' | 'sealer' | 'clock' | 'places' | 'inbound'>): FacilityDesk {
  const own = createOwnFacilityDesk(assistant);
  return {
    list: own.list,
    save: async (facilities) => {
      const { stale, told } = await saveFacilities(assistant, facilities);
      await assistant.places.refresh();
      for (const contact of told) void assistant.inbound.drain(contact);
      return { stale, told: told.length };
    },
  };
}

/** What the running assistant does when a command asks: `save` throws when what it is given are no facilities. */
export function facilitiesOnDemand(assistant: Parameters<typeof createFacilityDesk>[0]): { list(): Promise<unknown>; save(facilities: unknown): Promise<unknown> } {
  const desk = createFacilityDesk(assistant);
  const rows = facilityShape.extend({ version: z.number().int() }).array();
  return { list: desk.list, save: async (facilities) => desk.save(rows.parse(facilities)) };
}

/** For a command that has opened the store itself: a running assistant follows within seconds. */
export function createOwnFacilityDesk(saving: Saving): FacilityDesk {
  return {
    list: () => listAll(saving.database, saving.clock()),
    save: async (facilities) => {
      const { stale, told } = await saveFacilities(saving, facilities);
      return { stale, told: told.length };
    },
  };
}

/** Also before the first start, which would add what the program brings along. */
async function listAll(database: Database, now: Date): Promise<readonly StoredFacility[]> {
  await addMissingFacilities(database, shippedFacilities, now);
  return listFacilities(database);
}
