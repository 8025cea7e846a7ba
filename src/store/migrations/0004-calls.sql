-- Work outside for a flow that waits for its result, such as fetching and reading a photo.

create table causo.call (
  id bigint generated always as identity primary key,
  contact_id bigint not null references causo.contact on delete cascade,
  -- Where the photo came from and the answer goes.
  address_id bigint not null,
  -- Number of the call within its contact, by which the session knows the result.
  number integer not null,
  service text not null,
  -- What the service needs, sealed; gone as soon as the call has ended.
  input bytea,
  -- Rises with every further try, which makes an older job end.
  version integer not null default 1,
  attempts smallint not null default 0,
  due_at timestamptz not null,
  -- Whoever works on it; a process that was killed lets it run out.
  lease_until timestamptz,
  -- The person waits no longer than this.
  give_up_at timestamptz not null,
  created_at timestamptz not null,
  done_at timestamptz
);
create index call_contact on causo.call (contact_id);
create index call_due on causo.call (due_at) where done_at is null;
