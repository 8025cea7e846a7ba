-- The tables of the assistant. Rules that hold for all of them:
--  * everything personal is sealed (bytea made by src/store/seal.ts); platform ids are plain, they are the routing key;
--  * time is an argument; only leases and heartbeats use now();
--  * ids are never used again.

create table causo.contact (
  id bigint generated always as identity primary key,
  -- The lock of everything about this contact: a turn commits only over the version it has read.
  version integer not null default 0,
  -- Inbound rows of this contact in state 'pending'; new messages queue behind them.
  pending integer not null default 0,
  session_number integer not null default 0,
  question_number integer not null default 0,
  call_number integer not null default 0,
  message_number integer not null default 0,
  language text not null default 'vi',
  self_name text not null default 'none',
  consent text not null default 'unknown' check (consent in ('unknown', 'granted', 'refused')),
  -- Flow and version of the running frame: plain, so that the use of old versions can be counted.
  flow text,
  flow_hash text,
  -- The session, sealed. An idle contact holds none.
  state bytea,
  state_at timestamptz,
  -- The last few update ids, so that a second copy is recognised without a look into inbound.
  recent_updates text[] not null default '{}',
  -- Set by an erasure: the row goes once the receipt has been sent.
  erased_at timestamptz,
  created_at timestamptz not null
) with (fillfactor = 80);

create table causo.address (
  id bigint generated always as identity primary key,
  contact_id bigint not null references causo.contact on delete cascade,
  channel text not null,
  account text not null,
  platform_id text not null,
  last_inbound_at timestamptz,
  blocked_at timestamptz,
  -- Outbox rows ever queued and ever finished: equal means nothing is left to send.
  queued bigint not null default 0,
  finished bigint not null default 0,
  lease_owner text,
  lease_until timestamptz,
  unique (channel, account, platform_id)
) with (fillfactor = 80);
create index address_contact on causo.address (contact_id);

create table causo.inbound (
  id bigint generated always as identity primary key,
  channel text not null,
  account text not null,
  update_id text not null,
  -- Plain numbers without foreign keys: the key of a message outlives an erasure by 48 hours.
  contact_id bigint,
  address_id bigint,
  state text not null check (state in ('done', 'pending', 'parked')),
  -- The message, sealed, while it is not done.
  payload bytea,
  attempts smallint not null default 0,
  received_at timestamptz not null,
  unique (channel, account, update_id)
);
create index inbound_pending on causo.inbound (contact_id, id) where state = 'pending';
create index inbound_received on causo.inbound using brin (received_at);

create table causo.outbox (
  id bigint generated always as identity primary key,
  address_id bigint not null references causo.address on delete cascade,
  contact_id bigint not null,
  -- Order within the address.
  number bigint not null,
  -- 0 danger, 1 reply, 2 reminder, 3 broadcast. Danger jumps the line of its address.
  priority smallint not null,
  question integer,
  -- Number of the message row that it was made from, to note the platform's id there.
  message_number integer not null,
  payload bytea not null,
  created_at timestamptz not null,
  due_at timestamptz not null,
  not_after timestamptz not null,
  attempts smallint not null default 0,
  -- Sent at least once without an answer: it may have arrived.
  uncertain boolean not null default false,
  unique (address_id, number)
);

create table causo.message (
  id bigint generated always as identity primary key,
  contact_id bigint not null references causo.contact on delete cascade,
  number integer not null,
  address_id bigint not null,
  direction text not null check (direction in ('inbound', 'outbound')),
  payload bytea not null,
  -- Holds a number that only this step needs; it is masked as soon as the step is over.
  sensitive boolean not null default false,
  platform_message_id text,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  unique (contact_id, number)
);
create index message_expiry on causo.message (expires_at);

create table causo.media (
  id bigint generated always as identity primary key,
  contact_id bigint not null references causo.contact on delete cascade,
  hash bytea not null,
  media_type text not null,
  bytes bytea not null,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index media_contact on causo.media (contact_id);
create index media_expiry on causo.media (expires_at);

create table causo.consent (
  id bigint generated always as identity primary key,
  -- Null after an erasure; then only the keyed hash can show whose consent it was.
  contact_id bigint references causo.contact on delete set null,
  subject bytea not null,
  purpose text not null,
  text_version text not null,
  granted boolean not null,
  channel text not null,
  at timestamptz not null,
  -- When the person had their data erased: the proof is kept for a time from then on.
  erased_at timestamptz
);
create index consent_contact on causo.consent (contact_id);

create table causo.flow_version (
  flow text not null,
  hash text not null,
  literal jsonb not null,
  -- Language → key → text, as it was while this version was the current one.
  texts jsonb not null,
  facts jsonb not null,
  created_at timestamptz not null,
  primary key (flow, hash)
);

create table causo.ticket (
  id bigint generated always as identity primary key,
  contact_id bigint not null references causo.contact on delete cascade,
  address_id bigint not null,
  state text not null default 'waiting' check (state in ('waiting', 'claimed', 'closed')),
  version integer not null default 1,
  topic text not null,
  flow text,
  node text,
  -- What was asked and found so far, sealed.
  summary bytea,
  opened_at timestamptz not null,
  closed_at timestamptz
);
-- A contact has at most one open ticket: asking twice does not open two.
create unique index ticket_open on causo.ticket (contact_id) where closed_at is null;
create index ticket_state on causo.ticket (state, opened_at) where closed_at is null;

create table causo.wait (
  id bigint generated always as identity primary key,
  contact_id bigint not null references causo.contact on delete cascade,
  -- The question that goes on by itself when nobody answers.
  question integer not null,
  version integer not null default 1,
  due_at timestamptz not null,
  done_at timestamptz,
  unique (contact_id, question)
);
create index wait_due on causo.wait (due_at) where done_at is null;

-- Running processes; a lease of an owner that is not seen any more is void.
create table causo.process (
  owner text primary key,
  seen_at timestamptz not null
);

-- One sealed word per key that ever encrypted here: a start without a key that is still needed is refused.
create table causo.data_key (
  fingerprint bytea primary key,
  sealed bytea not null
);
