-- The pair of tokens of a channel whose access tokens die after hours and whose refresh tokens work once.

create table causo.channel_token (
  channel text not null,
  account text not null,
  -- The pair, the one before it, and fingerprints of the pairs that were ever set by hand, all sealed.
  pair bytea not null,
  -- Rises with every new pair: whoever renewed an older one writes nothing.
  version integer not null default 1,
  access_expires_at timestamptz not null,
  refresh_expires_at timestamptz not null,
  -- Null for a pair that was set by hand and never renewed here.
  renewed_at timestamptz,
  -- The platform will not renew this pair: a person has to consent again.
  refused_at timestamptz,
  -- Who renews it right now. One at a time, since a refresh token that is used twice ends the grant.
  lease_owner text,
  lease_until timestamptz,
  primary key (channel, account)
);
