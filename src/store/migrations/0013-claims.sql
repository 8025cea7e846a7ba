-- Who tries a waiting message right now, and until when it is theirs alone while they live; so that each is tried by one
-- process at a time.
alter table causo.inbound add column tried_by text, add column tried_until timestamptz;

-- The oldest of all that wait are found without a look at the others.
create index inbound_waiting on causo.inbound (id) where state = 'pending';

-- An erasure and a joining find what is theirs without a look at the messages of two days.
create index inbound_contact on causo.inbound (contact_id);
