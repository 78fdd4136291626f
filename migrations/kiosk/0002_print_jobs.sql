-- Every ticket sent to the printer, from before its first byte: what is still `begun` when the
-- kiosk starts was cut short, and nobody knows what of it is on paper. `sequence` is null for a
-- visit that another kiosk recorded. Jobs are counted, so that the last one is known.
create table print_job (
  job integer primary key,
  job_id text not null unique,
  sequence integer references outbox on delete cascade,
  kind text not null check (kind in ('ticket', 'reprint')),
  state text not null check (state in ('begun', 'printed', 'uncertain', 'failed')),
  begun_at integer not null,
  settled_at integer,
  fault text,
  check ((settled_at is null) = (state = 'begun'))
) strict;

insert into print_job (job_id, sequence, kind, state, begun_at, settled_at, fault)
  select lower(hex(randomblob(16))), sequence, kind, outcome, printed_at, printed_at, fault
  from print_outcome order by rowid;

drop table print_outcome;

create index print_job_of_visit on print_job (sequence);

create index print_job_open on print_job (job) where state = 'begun';
