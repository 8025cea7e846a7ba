-- Words that Zalo has approved beforehand, and how a reminder goes on when its first way is closed.

-- Which approved template stands for a kind of reminder. It names kinds and parameters, and nobody.
create table causo.template (
  kind text not null,
  -- To the id of the person, or to a phone number: two hosts of the platform, with prices and rules of their own.
  means text not null check (means in ('user', 'phone')),
  template_id text not null,
  -- [{"name", "value", "longest"}]: the template's parameter, what is put there, and how many characters it takes.
  parameters jsonb not null,
  -- When the platform last confirmed it.
  checked_at timestamptz,
  primary key (kind, means)
);

-- Each way that a reminder was tried, once.
create table causo.reminder_step (
  reminder_id bigint not null references causo.reminder on delete cascade,
  version integer not null,
  means text not null check (means in ('message', 'template', 'phone_template', 'other_channel', 'ticket', 'none')),
  -- 0 where it goes to nobody's chat.
  address_id bigint not null,
  -- tried: on its way, or arrived; unknown: given up, and may have arrived all the same.
  state text not null default 'tried' check (state in ('tried', 'unknown', 'failed')),
  -- Why it failed: a code of ours.
  reason text,
  began_at timestamptz not null,
  ended_at timestamptz,
  primary key (reminder_id, version, means, address_id)
);
