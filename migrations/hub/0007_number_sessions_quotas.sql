-- A service point may start anew at noon: its numbers are then counted for each half of the day.
alter table number_issue
  drop constraint number_issue_service_point_id_day_number_class_fkey,
  drop constraint number_issue_service_point_id_day_number_class_first_number_key,
  drop constraint number_issue_service_point_id_day_number_class_last_number_key;

alter table number_sequence
  add column session text not null default 'day'
    check (session in ('day', 'morning', 'afternoon')),
  drop constraint number_sequence_pkey,
  add primary key (service_point_id, day, session, number_class);

alter table number_issue
  add column session text not null default 'day',
  -- Who gave it to a patient; kiosk_id says which kiosk, counter or site asked.
  add column source text not null default 'kiosk' check (source in ('kiosk', 'counter', 'online')),
  -- The quotas it was counted in, for the day it is cancelled or comes back.
  add column quota_scopes jsonb not null default '[]',
  add column cancelled_at timestamptz,
  -- Of a lease that came back: numbers from this one on were not given to anybody.
  add column returned_from integer,
  add column returned_at timestamptz,
  add check ((returned_at is null) = (returned_from is null)),
  add check (returned_from is null or kind = 'lease'),
  add constraint number_issue_line foreign key (service_point_id, day, session, number_class)
    references number_sequence (service_point_id, day, session, number_class),
  add constraint number_issue_first unique (service_point_id, day, session, number_class, first_number),
  add constraint number_issue_last unique (service_point_id, day, session, number_class, last_number);
create index number_issue_day on number_issue (day);

-- What each limited group of numbers has used up: given to patients, and lying with kiosks.
create table number_quota (
  service_point_id text not null,
  day date not null,
  scope text not null,
  given integer not null default 0 check (given >= 0),
  leased integer not null default 0 check (leased >= 0),
  primary key (service_point_id, day, scope)
);

alter table visit
  add column number_session text not null default 'day'
    check (number_session in ('day', 'morning', 'afternoon'));
