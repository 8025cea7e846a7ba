import type { Event } from '../core/mod.ts';
import type { Database, Queryable } from '../store/database.ts';
import { joinContacts, type Joined } from '../store/join-contacts.ts';
import { savePending, type NewPending } from '../store/pending.ts';
import type { Sealer } from '../store/seal.ts';
import { lockContact } from '../store/turns.ts';
import type { Conversation } from './decide.ts';
import { internalPending } from './internal-pending.ts';
import { nameChannels } from './link-services.ts';
import type { Log } from './log.ts';
import { maskPayload } from './turn-runner.ts';

interface JoinParts {
  readonly database: Database;
  readonly sealer: Sealer;
  readonly conversation: Conversation;
  readonly clock: () => Date;
}

export interface Joiner {
  /** Joins two contacts of whom one agreed to it in a turn. Never rejects. */
  readonly join: (link: number) => Promise<void>;
  /** Resolves when no joining is under way that had begun. */
  readonly idle: () => Promise<void>;
}

/** `drain`: works through the messages of a contact that wait; never rejects. */
export function createJoiner(parts: JoinParts & { readonly log: Log; readonly drain: (contact: number) => Promise<void> }): Joiner {
  const joinings = new Set<Promise<void>>();
  const join = (link: number): Promise<void> => {
    const joining = joinAccounts(parts, link)
      .then((contact) => (contact === undefined ? undefined : parts.drain(contact)))
      // The timer finds it again.
      .catch((error: unknown) => parts.log.warn('joining_put_off', { link, fault: error }))
      .finally(() => joinings.delete(joining));
    joinings.add(joining);
    return joining;
  };
  return {
    join,
    idle: async () => {
      await Promise.all(joinings);
    },
  };
}

/**
 * Does a joining that was agreed to in a turn. It is no turn of either contact: it holds both rows, moves everything in
 * one transaction and leaves word for both addresses in the line of the joined contact. Done once, however often it is
 * tried and wherever it was broken off. Returns the contact whose messages wait now; nothing when there was nothing to do.
 */
async function joinAccounts({ database, sealer, conversation, clock }: JoinParts, link: number): Promise<number | undefined> {
  const now = clock();
  const idleFlows = conversation.library.versions.filter(({ flow }) => flow.kind === 'system').map(({ flow }) => flow.id);
  return database.transaction(async (transaction) => {
    const joined = await joinContacts(transaction, sealer, { link, now, masked: maskPayload, idleFlows });
    if (!joined) return undefined;
    const words = await wordsFor(transaction, sealer, conversation, joined, link, now);
    await savePending(transaction, sealer, words);
    return joined.contact;
  });
}

/** What both addresses will hear, or the one that agreed to what could not be done. */
async function wordsFor(
  transaction: Queryable,
  sealer: Sealer,
  { texts }: Conversation,
  joined: Joined,
  link: number,
  now: Date,
): Promise<readonly NewPending[]> {
  const at = now.getTime();
  const tell = (event: Event, address: number, place: number): NewPending =>
    internalPending(event, `${event.type}-${link}-${place}`, joined.contact, address, now);
  if (joined.outcome === 'failed') return [tell({ type: 'link_failed', at }, joined.address, 1)];
  const contact = await lockContact(transaction, sealer, joined.contact);
  const channels = nameChannels(joined.channels, contact?.session.profile.language ?? 'vi', texts);
  return joined.addresses.map((address, index) => tell({ type: 'accounts_linked', channels, at }, address, index + 1));
}
