-- Leased blocks get a counter of their own beside the one of the numbers the hub gives out itself.
-- Counters that are running have passed both kinds: both go on behind what was given out.
alter table number_sequence
  drop constraint number_sequence_last_number_check,
  add check (last_number >= 0),
  add column last_leased integer not null default 0 check (last_leased >= 0);

update number_sequence set last_leased = last_number;
