-- How many messages came in from a channel in each hour, counted by upkeep, so that nobody has to count two days again.
create table causo.traffic (
  channel text not null,
  hour timestamptz not null,
  messages integer not null,
  newest_at timestamptz not null,
  primary key (channel, hour)
);

-- What was set aside is little and looked for often.
create index inbound_parked on causo.inbound (received_at) where state = 'parked';
