import type { Queryable } from './database.ts';
import { joinRules, type Joining } from './join-rules.ts';
import { channelsOf } from './link-codes.ts';
import { maskSensitive } from './messages.ts';
import type { Sealer } from './seal.ts';

/** What became of a joining that was agreed to. */
export type Joined =
  /** Both addresses belong to `contact` now; `channels` are all of its. */
  | { readonly outcome: 'joined'; readonly contact: number; readonly addresses: readonly number[]; readonly channels: readonly string[] }
  /** It cannot be done any more; `contact` is who agreed, and waits for word at `address`. */
  | { readonly outcome: 'failed'; readonly contact: number; readonly address: number };

interface AgreedRow {
  readonly [column: string]: unknown;
  readonly giver: number | null;
  readonly giverAddress: number | null;
  readonly taker: number;
  readonly takerAddress: number;
}

export interface JoinInput {
  readonly link: number;
  readonly now: Date;
  /** How the messages of the session that ends are masked; its step with numbers is over. */
  readonly masked: (payload: unknown) => unknown;
  /** Flows in which nothing is under way that could be lost, such as the menu. */
  readonly idleFlows: readonly string[];
}

/**
 * Makes one contact of two who agreed to it, with everything that either has; the newer session goes on and turns under
 * way of both lose. Has to run in a transaction of its own. Nothing when it is done already, or has to be tried again.
 */
export async function joinContacts(transaction: Queryable, sealer: Sealer, input: JoinInput): Promise<Joined | undefined> {
  const agreed = await lockAgreed(transaction, input.link);
  if (!agreed) return undefined;
  const { giver, giverAddress, taker, takerAddress } = agreed;
  if (giver === null || giverAddress === null || (await shareChannel(transaction, giver, taker))) {
    await transaction.query(`update causo.link_code set state = 'used' where id = $1`, [input.link]);
    return { outcome: 'failed', contact: taker, address: takerAddress };
  }
  const joining = await planJoining(transaction, [giver, taker], input);
  await maskSensitive(transaction, sealer, joining.loser, input.masked);
  for (const { apply } of Object.values(joinRules)) await apply(transaction, joining, sealer);
  await joinRows(transaction, joining);
  const { winner } = joining;
  return { outcome: 'joined', contact: winner, addresses: [giverAddress, takerAddress], channels: await channelsOf(transaction, winner) };
}

/** Holds the contacts first, in the order of their ids as everybody does, then the code; nothing when they changed meanwhile. */
async function lockAgreed(transaction: Queryable, link: number): Promise<AgreedRow | undefined> {
  const found = await findAgreed(transaction, link, '');
  if (!found) return undefined;
  await transaction.query('select id from causo.contact where id = any($1::bigint[]) order by id for update', [[found.giver ?? 0, found.taker]]);
  const agreed = await findAgreed(transaction, link, 'for update');
  return agreed?.giver === found.giver && agreed.taker === found.taker ? agreed : undefined;
}

async function findAgreed(transaction: Queryable, link: number, lock: '' | 'for update'): Promise<AgreedRow | undefined> {
  const [row] = await transaction.query<AgreedRow>(
    `select contact_id as giver, address_id as "giverAddress", taker_contact_id as taker, taker_address_id as "takerAddress"
     from causo.link_code where id = $1 and state = 'agreed' ${lock}`,
    [link],
  );
  return row;
}

async function shareChannel(transaction: Queryable, one: number, other: number): Promise<boolean> {
  const channels = await channelsOf(transaction, one);
  return (await channelsOf(transaction, other)).some((channel) => channels.includes(channel));
}

interface ContactRow {
  readonly [column: string]: unknown;
  readonly id: number;
  readonly messageNumber: number;
  readonly isOnWeb: boolean;
}

/** A contact who stands in no flow, or in the menu, has no session to go on with; of two sessions the one last used counts. */
async function planJoining(transaction: Queryable, contacts: readonly number[], { now, idleFlows }: JoinInput): Promise<Joining> {
  const [winner, loser] = await transaction.query<ContactRow>(
    `select id, message_number as "messageNumber",
       exists (select from causo.address a where a.contact_id = c.id and a.channel = 'web') as "isOnWeb"
     from causo.contact c where id = any($1::bigint[])
     order by coalesce(state is not null and flow <> all($2::text[]), false) desc, state is not null desc, state_at desc nulls last, id desc`,
    [contacts, idleFlows],
  );
  if (!winner || !loser) throw new Error('Expected both contacts of a joining to be there while their rows are held');
  // An open page of the web chat asks for what comes after the number it has shown last.
  const [kept, renumbered] = loser.isOnWeb ? [loser, winner] : [winner, loser];
  return { winner: winner.id, loser: loser.id, renumbered: renumbered.id, offset: kept.messageNumber, now };
}

/** Counters only rise, and above those of both: no tap, wait or call of either is ever taken for one of the other. */
async function joinRows(transaction: Queryable, { winner, loser }: Joining): Promise<void> {
  await transaction.query(
    `update causo.contact w set
       version = greatest(w.version, l.version) + 1,
       session_number = greatest(w.session_number, l.session_number) + 1,
       question_number = greatest(w.question_number, l.question_number) + 1,
       call_number = greatest(w.call_number, l.call_number) + 1,
       staff_until = greatest(w.staff_until, l.staff_until),
       message_number = w.message_number + l.message_number,
       pending = (select count(*) from causo.inbound i where i.contact_id = w.id and i.state = 'pending'),
       self_name = case when w.self_name = 'none' then l.self_name else w.self_name end,
       consent = coalesce((
         select case when c.granted then 'granted' else 'refused' end from causo.consent c
         where c.contact_id = w.id and c.purpose = 'general_use' order by c.id desc limit 1), w.consent),
       recent_updates = (w.recent_updates || l.recent_updates)[1:8],
       created_at = least(w.created_at, l.created_at)
     from causo.contact l where w.id = $1 and l.id = $2`,
    [winner, loser],
  );
  await transaction.query('delete from causo.contact where id = $1', [loser]);
}
