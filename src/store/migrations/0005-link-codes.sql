-- Joining two addresses to one contact by a code that is shown on one channel and typed on the other.

create table causo.link_code (
  id bigint generated always as identity primary key,
  -- Whose code it is, and where it was shown. Null once that contact was erased while the joining was under way.
  contact_id bigint references causo.contact on delete cascade,
  address_id bigint,
  -- Keyed hash of the digits; the digits themselves are nowhere. Kept a day, so that an old code is recognised as old.
  code_hash bytea not null unique,
  -- agreed: typed and confirmed on another channel; the two contacts are joined next.
  state text not null default 'open' check (state in ('open', 'agreed', 'used')),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  -- Who typed it, and where.
  taker_contact_id bigint references causo.contact on delete cascade,
  taker_address_id bigint,
  agreed_at timestamptz,
  check ((state = 'open') = (agreed_at is null))
);
create index link_code_contact on causo.link_code (contact_id);
create index link_code_taker on causo.link_code (taker_contact_id) where taker_contact_id is not null;
create index link_code_agreed on causo.link_code (agreed_at) where state = 'agreed';

-- Wrong codes, so that nobody can guess on and on.
create table causo.link_try (
  id bigint generated always as identity primary key,
  -- Null after an erasure: who has themselves erased has not tried less.
  contact_id bigint references causo.contact on delete set null,
  at timestamptz not null
);
create index link_try_contact on causo.link_try (contact_id, at);
create index link_try_at on causo.link_try (at);
