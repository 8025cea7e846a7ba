import type { AddressKey } from '../channels/channel.ts';
import type { Queryable } from './database.ts';
import { leaseIsFree, newLease } from './leases.ts';
import type { OutboxRow } from './outbox.ts';
import { dayOf } from './reminders.ts';
import type { Sealer } from './seal.ts';
import { recentName, sealState, type LoadedContact, type Turn, type TurnOutbound } from './turns.ts';

/** How many update ids a contact row remembers; older copies are recognised by the inbound table. */
const remembered = 8;

export interface WonTurn {
  readonly contact: number;
  /** True when this process now holds the lease of the address and has to deliver. */
  readonly holdsLease: boolean;
  /** Ids of the rows of the outbox, in the order of `Turn.outbound`. */
  readonly rows: readonly number[];
  /** How many messages were written for the address before these, sent ones included. */
  readonly base: number;
  /** True when nothing else waits for the address, so that `rows` may go out at once. */
  readonly isNext: boolean;
  readonly to: AddressKey & { readonly blocked: boolean };
}

/**
 * Commits turns of different contacts in one statement and tells which ones won. A turn whose contact has moved on since
 * it was loaded writes nothing. Throws when any inbound key exists already; then the turns have to be tried one by one.
 */
export async function commitTurns(
  database: Queryable,
  sealer: Sealer,
  owner: string,
  turns: readonly Turn[],
): Promise<readonly WonTurn[]> {
  // Rows are locked in the order of their ids, so that two processes cannot wait for each other in a ring.
  const sorted = [...turns].sort((a, b) => a.contact.id - b.contact.id);
  return database.query<WonTurn & { readonly [column: string]: unknown }>(commitStatement, parameters(sorted, sealer, owner), 'commit_turns');
}

const commitStatement = `
with turn as (
  select * from unnest($1::bigint[], $2::int[], $3::bigint[], $4::timestamptz[], $5::int[], $6::int[], $7::int[], $8::int[],
    $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::bytea[], $15::text[], $16::bigint[], $17::int[], $42::boolean[])
    as t(contact_id, version, address_id, now, session_number, question_number, call_number, message_number,
      language, self_name, consent, flow, flow_hash, state, update_name, pending_row, outbound, erases)
), held as (
  select c.id, t.version from causo.contact c join turn t on t.contact_id = c.id and t.version = c.version
  -- A message that waited is answered once: another process may have answered it or set it aside meanwhile.
  where t.pending_row is null or t.erases
    or exists (select from causo.inbound i where i.id = t.pending_row and i.state = 'pending')
  -- One contact that somebody else holds must not keep the others waiting; its turn runs alone afterwards.
  order by c.id for update of c skip locked
), won as (
  update causo.contact c set
    version = c.version + 1,
    -- Never below zero: an erasure in the same transaction has set it to zero already.
    pending = greatest(0, c.pending - case when t.pending_row is null then 0 else 1 end),
    erased_at = case when t.erases then t.now end,
    session_number = t.session_number, question_number = t.question_number, call_number = t.call_number,
    message_number = t.message_number,
    language = t.language, self_name = t.self_name, consent = t.consent,
    flow = t.flow, flow_hash = t.flow_hash, state = t.state, state_at = t.now,
    recent_updates = (array[t.update_name] || c.recent_updates)[1:${remembered}]
  from turn t join held h on h.id = t.contact_id
  where c.id = t.contact_id and c.version = t.version
  returning c.id
), settled as (
  update causo.inbound i set state = 'done', payload = null, tried_by = null, tried_until = null
  from turn t join won on won.id = t.contact_id
  where i.id = t.pending_row
), received as (
  insert into causo.inbound (channel, account, update_id, contact_id, address_id, state, received_at)
  select i.channel, i.account, i.update_id, i.contact_id, i.address_id, 'done', i.received_at
  from unnest($18::text[], $19::text[], $20::text[], $21::bigint[], $22::bigint[], $23::timestamptz[])
    as i(channel, account, update_id, contact_id, address_id, received_at)
  join won on won.id = i.contact_id
), noted as (
  insert into causo.message (contact_id, number, address_id, direction, payload, sensitive, created_at, expires_at)
  select m.contact_id, m.number, m.address_id, m.direction, m.payload, m.sensitive, m.created_at, m.expires_at
  from unnest($24::bigint[], $25::int[], $26::bigint[], $27::text[], $28::bytea[], $29::boolean[], $30::timestamptz[], $31::timestamptz[])
    as m(contact_id, number, address_id, direction, payload, sensitive, created_at, expires_at)
  join won on won.id = m.contact_id
), addressed as (
  update causo.address a set
    queued = a.queued + t.outbound,
    -- Only what the person does counts for the platform's window, and shows that they are back.
    last_inbound_at = case when t.update_name like 'internal:%' then a.last_inbound_at else t.now end,
    blocked_at = case when t.update_name like 'internal:%' then a.blocked_at end,
    lease_owner = case when t.outbound > 0 and ${leaseIsFree('a', '$32')} then $32 else a.lease_owner end,
    lease_until = case when t.outbound > 0 and ${leaseIsFree('a', '$32')} then ${newLease} else a.lease_until end
  from turn t join won on won.id = t.contact_id
  where a.id = t.address_id
  returning a.id, a.contact_id, a.queued - t.outbound as base, a.finished, a.lease_owner, a.channel, a.account, a.platform_id, a.blocked_at
), queued as (
  insert into causo.outbox (address_id, contact_id, number, priority, question, message_number, payload, created_at, due_at, not_after)
  select o.address_id, o.contact_id, a.base + o.position, o.priority, o.question, o.message_number, o.payload, o.created_at, o.created_at, o.not_after
  from unnest($33::bigint[], $34::bigint[], $35::int[], $36::smallint[], $37::int[], $38::int[], $39::bytea[], $40::timestamptz[], $41::timestamptz[])
    as o(address_id, contact_id, position, priority, question, message_number, payload, created_at, not_after)
  join addressed a on a.id = o.address_id
  returning id, address_id, number
), reminded as (
  insert into causo.reminder (contact_id, kind, matter, due_day, due_at, payload, created_at)
  select r.contact_id, r.kind, r.matter, ${dayOf('r.due_at')}, r.due_at, r.payload, r.created_at
  from unnest($43::bigint[], $44::text[], $45::text[], $46::timestamptz[], $47::bytea[], $48::timestamptz[])
    as r(contact_id, kind, matter, due_at, payload, created_at)
  join won on won.id = r.contact_id
  where not exists (select from causo.reminder w where w.contact_id = r.contact_id and w.kind = r.kind and w.state = 'waiting')
    and not exists (select from causo.reminder_stop s where s.contact_id = r.contact_id and s.kind in (r.kind, 'all'))
  on conflict (contact_id, kind, matter, due_day) do nothing
)
select won.id as contact, coalesce(a.lease_owner = $32, false) as "holdsLease", a.base, coalesce(a.base = a.finished, false) as "isNext",
  coalesce((select json_agg(q.id order by q.number) from queued q where q.address_id = a.id), '[]') as rows,
  json_build_object('channel', a.channel, 'account', a.account, 'platformId', a.platform_id, 'blocked', a.blocked_at is not null) as to
from won left join addressed a on a.contact_id = won.id`;

function parameters(turns: readonly Turn[], sealer: Sealer, owner: string): readonly unknown[] {
  const fresh = turns.filter(({ inbound }) => inbound.pendingRow === undefined);
  const messages = turns.flatMap((turn) => turn.messages.map((message, index) => ({ turn, message, index })));
  const reminded = turns.flatMap((turn) => (turn.reminder ? [{ turn, reminder: turn.reminder }] : []));
  const outbound = turns.flatMap((turn) => turn.outbound.map((row, index) => ({ turn, row, index })));
  return [
    turns.map(({ contact }) => contact.id),
    turns.map(({ contact }) => contact.version),
    turns.map(({ address }) => address),
    turns.map(({ now }) => now),
    turns.map(({ session }) => session.counters.session),
    turns.map(({ session }) => session.counters.question),
    turns.map(({ session }) => session.counters.call),
    turns.map((turn) => turn.contact.messageNumber + turn.messages.length),
    turns.map(({ session }) => session.profile.language),
    turns.map(({ session }) => session.profile.selfName),
    turns.map(({ session }) => session.profile.consent),
    turns.map(({ session }) => session.frames.at(-1)?.flow ?? null),
    turns.map(({ session }) => session.frames.at(-1)?.hash ?? null),
    turns.map(({ session }) => sealState(session, sealer)),
    turns.map(({ inbound }) => recentName(inbound)),
    turns.map(({ inbound }) => inbound.pendingRow ?? null),
    turns.map((turn) => turn.outbound.length),
    fresh.map(({ inbound }) => inbound.channel),
    fresh.map(({ inbound }) => inbound.account),
    fresh.map(({ inbound }) => inbound.updateId),
    fresh.map(({ contact }) => contact.id),
    fresh.map(({ address }) => address),
    fresh.map(({ receivedAt }) => receivedAt),
    messages.map(({ turn }) => turn.contact.id),
    messages.map(({ turn, index }) => turn.contact.messageNumber + index + 1),
    messages.map(({ turn }) => turn.address),
    messages.map(({ message }) => message.direction),
    messages.map(({ message }) => sealer.seal(message.payload)),
    messages.map(({ message }) => message.sensitive),
    messages.map(({ turn }) => turn.now),
    messages.map(({ message }) => message.expiresAt),
    owner,
    outbound.map(({ turn }) => turn.address),
    outbound.map(({ turn }) => turn.contact.id),
    outbound.map(({ index }) => index + 1),
    outbound.map(({ row }) => row.priority),
    outbound.map(({ row }) => row.question ?? null),
    outbound.map(({ turn, row }) => messageNumber(turn.contact, row)),
    outbound.map(({ row }) => sealer.seal(row.payload)),
    outbound.map(({ turn }) => turn.now),
    outbound.map(({ row }) => row.notAfter),
    turns.map(({ erases }) => erases),
    reminded.map(({ turn }) => turn.contact.id),
    reminded.map(({ reminder }) => reminder.kind),
    reminded.map(({ reminder }) => reminder.matter),
    reminded.map(({ reminder }) => reminder.dueAt),
    reminded.map(({ reminder }) => sealer.seal(reminder.payload)),
    reminded.map(({ turn }) => turn.now),
  ];
}

/** The rows of the outbox that a committed turn has written, in the order in which they have to go out. */
export function writtenRows({ address, contact, now, outbound }: Turn, { rows, base }: WonTurn): readonly OutboxRow[] {
  const written = outbound.map((row, index): OutboxRow => ({
    row: rows[index] ?? 0,
    address,
    contact: contact.id,
    number: base + index + 1,
    priority: row.priority,
    question: row.question ?? null,
    messageNumber: messageNumber(contact, row),
    payload: row.payload,
    createdAt: now,
    dueAt: now,
    notAfter: row.notAfter,
    attempts: 0,
    uncertain: false,
    attemptedAt: null,
  }));
  return written.toSorted((a, b) => Number(a.priority > 0) - Number(b.priority > 0));
}

/** The number of the message that a row was made from; 0 when it is not kept. */
function messageNumber(contact: LoadedContact, { message }: TurnOutbound): number {
  return message === undefined ? 0 : contact.messageNumber + message + 1;
}
