-- A running process holds an advisory lock of this number on a connection of its own. The server drops the lock in the
-- moment in which the process dies, long before its heartbeat is missed.
alter table causo.process add column lock_number integer;
-- The server that holds it: one that was started anew has dropped the locks of the living, too.
alter table causo.process add column server_started_at timestamptz;
