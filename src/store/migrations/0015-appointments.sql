-- Appointments that staff act on, seats that are never given twice, and people who wait for one.

-- The seats of a half-day, or of a time within it, of a place that confirms by itself.
create table causo.seats (
  id bigint generated always as identity primary key,
  facility_id text not null,
  day date not null,
  half_day text not null check (half_day in ('morning', 'afternoon')),
  -- 'HH:MM'; empty: the whole half-day.
  slot text not null default '',
  -- As it was when a seat was last given.
  capacity integer not null,
  -- Those kept for people who wait included.
  taken integer not null default 0 check (taken >= 0),
  -- Seats that were given back while somebody waits, and that nobody has been offered yet.
  to_offer integer not null default 0 check (to_offer >= 0),
  -- When something has to be done about offers; null: nothing.
  due_at timestamptz,
  -- Rises with due_at, which makes an older job end.
  version integer not null default 1,
  unique (facility_id, day, half_day, slot)
);
create index seats_due on causo.seats (due_at) where due_at is not null;

alter table causo.appointment
  -- 'HH:MM' where the place gives times.
  add column slot text,
  -- The seat that it holds; null: none.
  add column seats_id bigint references causo.seats on delete set null,
  -- Another system keeps it too; it was asked at least once, so it has to be looked there before it is asked again.
  add column asked_outside boolean not null default false;
create index appointment_seats on causo.appointment (seats_id) where seats_id is not null;

-- What became of each appointment, by whom and when.
create table causo.appointment_change (
  id bigint generated always as identity primary key,
  appointment_id bigint not null references causo.appointment on delete cascade,
  changed_at timestamptz not null,
  -- resident, connector, or staff and a name.
  who text not null,
  -- Null: it was made.
  from_state text,
  to_state text not null,
  -- Where it stood in time from then on.
  day date,
  half_day text check (half_day in ('morning', 'afternoon')),
  slot text
);
create index appointment_change_appointment on causo.appointment_change (appointment_id, id);

-- People who want a seat of a time that is full, in the order of their ids.
create table causo.waiting_place (
  id bigint generated always as identity primary key,
  contact_id bigint not null references causo.contact on delete cascade,
  -- Under which consent to health data it is kept.
  consent_id bigint not null references causo.consent,
  facility_id text not null,
  day date not null,
  half_day text not null check (half_day in ('morning', 'afternoon')),
  -- Null: any time of the half-day.
  slot text,
  -- Who will be seen, and how to reach them, all sealed.
  name bytea not null,
  birth bytea not null,
  phone bytea,
  state text not null default 'waiting' check (state in ('waiting', 'offered', 'accepted', 'refused', 'lapsed', 'left')),
  version integer not null default 1,
  -- The seat that is kept while it is offered.
  seats_id bigint references causo.seats on delete set null,
  offer_until timestamptz,
  since timestamptz not null,
  changed_at timestamptz not null
);
create index waiting_place_contact on causo.waiting_place (contact_id, id);
create index waiting_place_time on causo.waiting_place (facility_id, day, half_day, id) where state in ('waiting', 'offered');
