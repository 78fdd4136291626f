-- Look-ups at the insurer's portal, counted by day; nothing in it is personal.
create table insurance_counter (
  day date not null,
  method text not null,
  purpose text not null check (purpose in ('check-in', 'again')),
  result text not null,
  number integer not null check (number > 0),
  primary key (day, method, purpose, result)
);

-- Evidence that the portal could not be asked (Decree 188/2025, Art. 38): when, what, how long.
create table insurance_failure (
  evidence_id uuid primary key,
  day date not null,
  failed_at timestamptz not null,
  purpose text not null check (purpose in ('check-in', 'again')),
  method text not null,
  what text not null,
  code text,
  http_status integer,
  took_ms integer not null,
  visit_id uuid
);
create index insurance_failure_day on insurance_failure (day, failed_at);
create index insurance_failure_age on insurance_failure (failed_at);

-- What only the hospital's IT can put right; a row goes with the first look-up that shows it is.
create table insurance_alarm (
  alarm text primary key,
  first_at timestamptz not null,
  last_at timestamptz not null,
  number integer not null
);

-- Visits that went on with an unverified card, and their look-ups until the end of the day.
create table insurance_recheck (
  visit_id uuid primary key,
  event_id uuid not null,
  day date not null,
  state text not null check (state in ('waiting', 'looking', 'verified', 'day-over', 'no-key')),
  attempts integer not null default 0,
  due_at timestamptz not null,
  lease_owner text,
  lease_until timestamptz,
  -- Reason of the cover in the end, or what went wrong last.
  result text,
  updated_at timestamptz not null,
  check ((state = 'looking') = (lease_owner is not null))
);
create index insurance_recheck_due on insurance_recheck (due_at) where state = 'waiting';
create index insurance_recheck_leased on insurance_recheck (lease_until) where state = 'looking';
create index insurance_recheck_day on insurance_recheck (day, state);

-- A delivery that brings the cover of a visit up to date which the HIS has already.
alter table delivery add column updates_visit uuid references visit;
