-- Whose chats are told when something is wrong, and what is wrong.

-- A chat that hears of alerts. It names an address and nobody: it goes with the address.
create table causo.administrator (
  id bigint generated always as identity primary key,
  address_id bigint not null unique references causo.address on delete cascade,
  created_at timestamptz not null
);

-- Codes that make a chat an administrator's one; each works once.
create table causo.administrator_code (
  id bigint generated always as identity primary key,
  -- Keyed hash of the digits; the digits themselves are nowhere. Kept a day, so that an old code is recognised as old.
  code_hash bytea not null unique,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);

-- How each kind of trouble stands, so that a restart does not tell of it again.
create table causo.alert (
  id bigint generated always as identity primary key,
  kind text not null,
  -- Empty where it is not about one channel.
  channel text not null default '',
  -- Last seen by a process that cannot judge it alone.
  noticed_at timestamptz,
  -- Null: all is well.
  began_at timestamptz,
  -- Null while it is under way: nobody could be told yet.
  told_at timestamptz,
  reminded_at timestamptz,
  -- Rises with each word to the administrators, which makes a second copy of it harmless.
  version integer not null default 0,
  unique (kind, channel)
);
