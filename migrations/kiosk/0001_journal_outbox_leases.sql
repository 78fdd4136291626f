-- Keys that seal personal data, one or more for a day, each wrapped by the master key, which is
-- not in this file. Without its row, what it sealed is unreadable for ever.
create table day_key (
  key_id integer primary key,
  day text not null,
  wrapped blob not null
) strict;

-- Everything that must reach the hub, in the order it happened. `sealed` is the event with what a
-- reprint needs, AES-256-GCM under the day's key, bound to event_id. `settled_at` is set once the
-- duty to deliver has ended: delivered, or a dead letter that waits for a person.
create table outbox (
  sequence integer primary key,
  event_id text not null,
  aggregate text not null,
  type text not null,
  state text not null check (state in ('queued', 'in-flight', 'delivered', 'rejected', 'failed')),
  attempts integer not null default 0,
  created_at integer not null,
  next_attempt_at integer not null,
  settled_at integer,
  fault text,
  correlation_id text,
  key_id integer not null,
  sealed blob not null,
  check ((settled_at is null) = (state in ('queued', 'in-flight')))
) strict;

-- Holds what a foreign key would, at the only moment when it matters: a key goes last.
create trigger day_key_in_use before delete on day_key
when exists (select 1 from outbox where key_id = old.key_id)
begin
  select raise(abort, 'a sealed record still needs this key');
end;

-- First in, first out within an aggregate: the head of each is found in this index alone, for
-- which it needs every column that is asked for, also the one that is always null in it.
create index outbox_open on outbox (aggregate, sequence, state, next_attempt_at, settled_at)
  where settled_at is null;

-- Dead letters and the like are few: counted and listed without touching what was delivered.
create index outbox_dead on outbox (sequence) where state in ('rejected', 'failed');

-- One row for each number given out; the key makes a second use impossible. The next number of a
-- leased block follows from the highest one here, so that a number is used up exactly when its
-- visit is stored. `patient_refs` are keyed hashes of 16 bytes each, one for every number the
-- patient is known by.
create table visit (
  day text not null,
  service_point_id text not null,
  number_class text not null check (number_class in ('normal', 'priority')),
  number integer not null check (number > 0),
  label text not null,
  source text not null check (source in ('hub', 'lease')),
  sequence integer not null,
  visit_id text not null,
  occurred_at text not null,
  patient_refs blob not null,
  primary key (day, service_point_id, number_class, number)
) strict, without rowid;

create table print_outcome (
  sequence integer not null references outbox on delete cascade,
  printed_at integer not null,
  kind text not null check (kind in ('ticket', 'reprint')),
  outcome text not null check (outcome in ('printed', 'uncertain', 'failed')),
  fault text
) strict;

create index print_outcome_of_visit on print_outcome (sequence);

-- Blocks of numbers that only this kiosk may give out.
create table number_lease (
  lease_id text primary key,
  day text not null,
  service_point_id text not null,
  number_class text not null check (number_class in ('normal', 'priority')),
  series text not null,
  first integer not null check (first > 0),
  last integer not null,
  check (last >= first)
) strict, without rowid;

create unique index number_lease_line
  on number_lease (day, service_point_id, number_class, first);

-- A block asked for and not yet received: asked again under the same id, it is the same block.
create table lease_request (
  day text not null,
  service_point_id text not null,
  number_class text not null check (number_class in ('normal', 'priority')),
  request_id text not null unique,
  size integer not null check (size > 0),
  primary key (day, service_point_id, number_class)
) strict, without rowid;

-- Caches, settings and counters, each a JSON value.
create table kept_value (
  name text primary key,
  value text not null,
  saved_at integer not null
) strict, without rowid;
