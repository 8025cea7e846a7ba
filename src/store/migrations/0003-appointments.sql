-- What residents ask of a clinic, and messages for later.

create table causo.appointment (
  id bigint generated always as identity primary key,
  -- Six digits that people read aloud at a desk.
  number text not null unique,
  contact_id bigint not null references causo.contact on delete cascade,
  -- Where the answer goes.
  address_id bigint not null,
  -- Under which consent to health data it is kept.
  consent_id bigint not null references causo.consent,
  state text not null default 'requested' check (state in
    ('requested', 'confirmed', 'other_time_proposed', 'accepted', 'declined', 'cancelled', 'attended', 'missed')),
  version integer not null default 1,
  -- Null: the person does not know where to go yet.
  facility_id text,
  -- Both null: any day.
  day date,
  half_day text check (half_day in ('morning', 'afternoon')),
  -- Who will be seen, and how to reach them, all sealed.
  name bytea not null,
  birth bytea not null,
  phone bytea,
  note bytea,
  requested_at timestamptz not null,
  changed_at timestamptz not null,
  check ((day is null) = (half_day is null))
);
create index appointment_contact on causo.appointment (contact_id, id);
create index appointment_day on causo.appointment (day, facility_id);

create table causo.reminder (
  id bigint generated always as identity primary key,
  contact_id bigint not null references causo.contact on delete cascade,
  -- One file of workers/reminders for each kind.
  kind text not null,
  -- What it is about, so that the same thing is reminded of once a day.
  matter text not null,
  -- The day of due_at by the clock of Cà Mau.
  due_day date not null,
  due_at timestamptz not null,
  -- Rises when the due time changes or the reminder is stopped, which makes an older job end.
  version integer not null default 1,
  state text not null default 'waiting' check (state in ('waiting', 'done', 'stopped')),
  -- What the words need, sealed.
  payload bytea not null,
  created_at timestamptz not null,
  unique (contact_id, kind, matter, due_day)
);
create index reminder_due on causo.reminder (due_at) where state = 'waiting';
