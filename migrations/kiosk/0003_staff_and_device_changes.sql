-- Who may open the staff pages: one PIN, and badges. Argon2id (RFC 9106) of what is typed or
-- scanned; badges share one salt, so that one computation finds the badge among them.
create table staff_credential (
  credential_id text primary key,
  kind text not null check (kind in ('pin', 'badge')),
  name text not null,
  salt blob not null,
  hash blob not null,
  memory_kib integer not null,
  passes integer not null,
  added_at integer not null
) strict, without rowid;

create unique index staff_one_pin on staff_credential (kind) where kind = 'pin';

-- Tries that failed in a row. Kept here, or a power cut would give new ones.
create table staff_lock (
  only_row integer primary key check (only_row = 1),
  failures integer not null,
  locked_until integer not null
) strict;

-- What was done at the staff pages and from the command line, and by whom; no patient is in it.
create table staff_audit (
  sequence integer primary key,
  at integer not null,
  who text not null,
  action text not null,
  detail text not null
) strict;

-- Changes of devices, for the hub and for the list of last faults. `sent_at` is set when the hub
-- has it.
create table device_change (
  sequence integer primary key,
  event_id text not null,
  at integer not null,
  device_id text not null,
  fault text,
  content text not null,
  sent_at integer
) strict;

create index device_change_unsent on device_change (sequence) where sent_at is null;
create index device_change_faults on device_change (device_id, sequence) where fault is not null;
create index device_change_of_device on device_change (device_id, at);
create index device_change_age on device_change (at);
