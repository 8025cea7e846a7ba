-- An echo proves that a message arrived only where nothing else can have caused it.

-- How many calls were begun for the row, and keyed hashes of what they carried: each of them may have arrived.
alter table causo.outbox add column calls int not null default 0;
alter table causo.outbox add column traces bytea[] not null default '{}';

-- What may have arrived more often at an address than we know the ids of, by its keyed hash; an empty one stands for
-- any words. Echoes of such words prove nothing.
create table causo.echo_doubt (
  address_id bigint not null references causo.address on delete cascade,
  trace bytea not null,
  since timestamptz not null,
  primary key (address_id, trace)
);
create index echo_doubt_since on causo.echo_doubt (since);

-- Of what was begun before, nobody has counted the calls.
insert into causo.echo_doubt (address_id, trace, since)
select address_id, '', max(attempted_at) from causo.outbox where attempted_at is not null group by address_id;
