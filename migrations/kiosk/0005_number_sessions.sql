-- Where a service point starts anew at noon, the same number is given out twice a day: the session
-- is part of what a number is. `day` where numbers count through the whole day.
create table visit_by_session (
  day text not null,
  service_point_id text not null,
  session text not null check (session in ('day', 'morning', 'afternoon')),
  number_class text not null check (number_class in ('normal', 'priority')),
  number integer not null check (number > 0),
  label text not null,
  source text not null check (source in ('hub', 'lease')),
  sequence integer not null,
  visit_id text not null,
  occurred_at text not null,
  patient_refs blob not null,
  primary key (day, service_point_id, session, number_class, number)
) strict, without rowid;

insert into visit_by_session
  select day, service_point_id, 'day', number_class, number, label, source, sequence, visit_id,
    occurred_at, patient_refs
  from visit;
drop table visit;
alter table visit_by_session rename to visit;

-- `given_back` is set once a block is not used any more: how many of it were given out. The row
-- goes when the hub has heard of it.
alter table number_lease add column session text not null default 'day'
  check (session in ('day', 'morning', 'afternoon'));
alter table number_lease add column given_back integer check (given_back >= 0);
drop index number_lease_line;
create unique index number_lease_line
  on number_lease (day, service_point_id, session, number_class, first);
create index number_lease_given_back on number_lease (lease_id) where given_back is not null;

create table lease_request_by_session (
  day text not null,
  service_point_id text not null,
  session text not null check (session in ('day', 'morning', 'afternoon')),
  number_class text not null check (number_class in ('normal', 'priority')),
  request_id text not null unique,
  size integer not null check (size > 0),
  primary key (day, service_point_id, session, number_class)
) strict, without rowid;

insert into lease_request_by_session
  select day, service_point_id, 'day', number_class, request_id, size from lease_request;
drop table lease_request;
alter table lease_request_by_session rename to lease_request;
