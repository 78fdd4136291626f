create table hub_identity (
  only_row boolean primary key default true check (only_row),
  hub_id uuid not null,
  created_at timestamptz not null
);

-- The last catalogue the HIS gave, for the time it is away.
create table catalogue_copy (
  only_row boolean primary key default true check (only_row),
  content jsonb not null,
  as_of timestamptz not null
);

-- Letters before the numbers, allotted once to a service point and never to another.
create table number_series (
  service_point_id text not null,
  number_class text not null check (number_class in ('normal', 'priority')),
  series text not null unique check (series ~ '^[A-Z]{1,2}$'),
  primary key (service_point_id, number_class)
);

create table number_sequence (
  service_point_id text not null,
  day date not null,
  number_class text not null check (number_class in ('normal', 'priority')),
  last_number integer not null check (last_number > 0),
  primary key (service_point_id, day, number_class)
);

-- What was given out, by the request that asked: a ticket is a block of one.
create table number_issue (
  request_id uuid primary key,
  kind text not null check (kind in ('ticket', 'lease')),
  kiosk_id text not null,
  service_point_id text not null,
  day date not null,
  number_class text not null,
  series text not null,
  first_number integer not null check (first_number > 0),
  last_number integer not null check (last_number >= first_number),
  issued_at timestamptz not null,
  check (kind = 'lease' or first_number = last_number),
  foreign key (service_point_id, day, number_class)
    references number_sequence (service_point_id, day, number_class),
  unique (service_point_id, day, number_class, first_number),
  unique (service_point_id, day, number_class, last_number)
);

create table intake_event (
  event_id uuid primary key,
  kiosk_id text not null,
  content_hash text not null,
  -- Null once the retention time is over. json, not jsonb: it keeps every text, \u0000 too.
  content json,
  outcome text not null check (outcome in ('accepted', 'rejected')),
  fault text check ((fault is null) = (outcome = 'accepted')),
  received_at timestamptz not null
);
create index intake_event_rejected on intake_event (received_at) where outcome = 'rejected';
create index intake_event_retained on intake_event (received_at) where content is not null;

-- An event id that came again with other content: refused, and kept for a person to look at.
create table intake_conflict (
  event_id uuid not null references intake_event,
  content_hash text not null,
  kiosk_id text not null,
  content json,
  received_at timestamptz not null,
  primary key (event_id, content_hash)
);

-- Everything a patient was known by (as a hash) and the one key that orders their events.
create table patient_alias (
  alias text primary key,
  patient_key uuid not null,
  seen_at timestamptz not null
);
create index patient_alias_key on patient_alias (patient_key);

create table visit (
  visit_id uuid primary key,
  event_id uuid not null unique references intake_event,
  kind text not null check (kind in ('check-in', 'counter-referral')),
  patient_key uuid not null,
  service_point_id text not null,
  booking_id text,
  day date not null,
  number_class text not null,
  number_sequence integer not null,
  number_label text not null,
  number_source text not null check (number_source in ('hub', 'lease')),
  checked_in_at timestamptz not null,
  -- The same patient for the same booking (or clinic and day), registered twice while kiosks
  -- could not know of each other: the first to arrive is the visit.
  duplicate_of uuid references visit
);
create unique index visit_first on visit
  (patient_key, day, (coalesce('booking ' || booking_id, 'point ' || service_point_id)))
  where duplicate_of is null and kind = 'check-in';
create index visit_patient_day on visit (patient_key, day);
create index visit_number on visit (day, number_label);

create table delivery (
  event_id uuid primary key references intake_event,
  ordinal bigint generated always as identity unique,
  patient_key uuid not null,
  service_point_id text not null,
  state text not null default 'queued'
    check (state in ('queued', 'in-flight', 'delivered', 'rejected', 'failed')),
  -- Times it was sent: from the second on, what arrived is looked up first.
  attempts integer not null default 0,
  -- Failures that concern this one alone, not the HIS as a whole.
  strikes integer not null default 0,
  due_at timestamptz not null,
  lease_owner text,
  lease_until timestamptz,
  fault text,
  http_status integer,
  -- The OperationOutcome the HIS gave, for the person who looks into it.
  diagnosis jsonb,
  -- References the HIS gave to what was stored there.
  receipt jsonb,
  updated_at timestamptz not null,
  check ((lease_owner is null) = (lease_until is null)),
  check ((state = 'in-flight') = (lease_owner is not null))
);
-- Fewest attempts first: one that makes the HIS stumble never stands in front of the others.
create index delivery_queued on delivery (attempts, ordinal) where state = 'queued';
create index delivery_open_patient on delivery (patient_key, ordinal)
  where state in ('queued', 'in-flight');
create index delivery_leased on delivery (lease_until) where state = 'in-flight';
create index delivery_dead on delivery (ordinal) where state in ('rejected', 'failed');

create table staff_call (
  request_id uuid primary key,
  kiosk_id text not null,
  reason text not null,
  called_at timestamptz not null,
  received_at timestamptz not null
);

-- Nonces of signed requests; worth nothing after a crash, so not written ahead.
create unlogged table request_nonce (
  kiosk_id text not null,
  nonce text not null,
  expires_at timestamptz not null,
  primary key (kiosk_id, nonce)
);
create index request_nonce_expiry on request_nonce (expires_at);
