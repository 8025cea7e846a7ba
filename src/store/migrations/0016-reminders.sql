-- What became of reminders, and which ones people do not want.

alter table causo.reminder
  -- The person named this very day, so it comes on a holiday too.
  add column on_its_day boolean not null default false,
  -- How often it was put off to a better moment, and how often it could not be fired.
  add column moves smallint not null default 0,
  add column attempts smallint not null default 0,
  -- When and how it ended; null while it waits.
  add column ended_at timestamptz,
  add column outcome text check (outcome in ('told', 'not_wanted', 'stopped', 'done', 'unreachable', 'failed'));

-- What somebody has stopped for good: a kind of reminder, or 'all'.
create table causo.reminder_stop (
  id bigint generated always as identity primary key,
  contact_id bigint not null references causo.contact on delete cascade,
  kind text not null,
  since timestamptz not null,
  unique (contact_id, kind)
);
