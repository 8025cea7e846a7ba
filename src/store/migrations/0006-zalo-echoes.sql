-- What a platform tells of messages that left our account, so that one whose answer got lost is not sent twice.

create table causo.echo (
  address_id bigint not null references causo.address on delete cascade,
  message_id text not null,
  -- Keyed hash of what was sent, never the words. Null where the answer named the message before its echo came.
  trace bytea,
  -- It stands for a message that is known to have arrived: it proves nothing about another one.
  taken boolean not null,
  seen_at timestamptz not null,
  primary key (address_id, message_id)
);
create index echo_seen on causo.echo (seen_at);

-- When the row was sent for the first time, noted before the call; only on channels that send echoes.
alter table causo.outbox add column attempted_at timestamptz;

-- Until when the assistant leaves the talking to staff who write by the platform's own tools.
alter table causo.contact add column staff_until timestamptz;
