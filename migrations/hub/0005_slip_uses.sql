-- Slips that are good for one visit (SO_GIAYHEN_KL), as hashes: the first visit to arrive has it.
create table slip_use (
  slip text primary key,
  visit_id uuid not null,
  used_at timestamptz not null
);
create index slip_use_age on slip_use (used_at);

-- The visit that had used the slip of this one before: a clerk decides.
alter table visit add column slip_used_by uuid references visit;
