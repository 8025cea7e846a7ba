import type { AddressKey } from '../channels/channel.ts';
import { findOrCreateAddresses, type AddressIds } from '../store/contacts.ts';
import type { Database } from '../store/database.ts';
import { createLanes } from './lanes.ts';

/** Knows who is behind an address; somebody new is given a contact. */
export interface AddressBook {
  /** Messages of one address that are looked up one after the other are answered in that order. */
  find(key: AddressKey): Promise<AddressIds>;
  /** After contacts were erased or joined, what was remembered may be wrong. */
  forget(): void;
}

/** How many addresses a process remembers; one entry is about 200 bytes. */
const remembered = 50_000;

/** Those that are asked for at the same time are looked up together. */
export function createAddressBook(database: Database, clock: () => Date): AddressBook {
  const known = new Map<string, Promise<AddressIds>>();
  const lanes = createLanes<AddressKey, AddressIds, string>({
    laneOf: nameOf,
    handle: (keys) => findOrCreateAddresses(database, keys, clock()),
    groups: 2,
    groupSize: 200,
  });
  return {
    find: (key) => {
      const name = nameOf(key);
      const before = known.get(name);
      if (before) return before;
      if (known.size >= remembered) known.clear();
      const found = lanes.add(key);
      known.set(name, found);
      found.catch(() => known.delete(name));
      return found;
    },
    forget: () => known.clear(),
  };
}

function nameOf({ channel, account, platformId }: AddressKey): string {
  return `${channel} ${account} ${platformId}`;
}
