-- Places where people can be examined, as an administrator keeps them.

create table causo.facility (
  -- Never used again; appointments name it.
  id text primary key,
  -- As it stands on the door.
  name text not null,
  kind text not null check (kind in ('hospital', 'centre', 'station', 'clinic')),
  -- As people say it, in small letters without accents.
  words text[] not null,
  -- The district from before July 2025 that it served.
  former_district text,
  -- Code of the commune in which it stands.
  commune text,
  -- False: closed, or too little is known to send anybody there.
  active boolean not null,
  -- For good.
  closed boolean not null,
  -- When somebody last looked whether all this is so.
  checked_on date not null,
  -- A person who knows has said so; until then it is to be checked.
  confirmed boolean not null,
  source text not null,
  -- Who says yes: a person, the seats that are left, or another system.
  mode text not null check (mode in ('request', 'capacity', 'external')),
  -- List of {day, halfDay, from, to}; null: not known, people have to ask there.
  opening jsonb,
  -- ISO days.
  holidays text[] not null,
  specialties text[] not null,
  seat_size text not null check (seat_size in ('half_day', '30_minutes')),
  -- In each unit of that size.
  seats integer not null check (seats >= 0),
  -- Name of the other system, where the mode is external.
  connector text,
  version integer not null default 1,
  changed_at timestamptz not null,
  check (not (active and closed))
);
