-- What a HIS that speaks HL7 v2 told on its own account, and what it was told: the protocol has
-- messages for these things and no questions.

-- Messages applied, by sender (MSH-3, MSH-4) and control id (MSH-10): a repeat changes nothing.
create table hl7_message (
  sender text not null,
  control_id text not null,
  received_at timestamptz not null,
  primary key (sender, control_id)
);
create index hl7_message_age on hl7_message (received_at);

create table hl7_booking (
  booking_id text primary key,
  patient_number text not null,
  code text,
  day date not null,
  -- The HIS's time of the change: an older message that comes later changes nothing.
  changed_at timestamptz not null,
  content jsonb not null
);
create index hl7_booking_patient on hl7_booking (patient_number, day);
create index hl7_booking_code on hl7_booking (code, day);
create index hl7_booking_day on hl7_booking (day);

-- Patient numbers that were merged into others (A40).
create table hl7_merge (
  prior text primary key,
  surviving text not null check (surviving <> prior),
  merged_at timestamptz not null
);
create index hl7_merge_surviving on hl7_merge (surviving);

create table hl7_ticket (
  visit_id uuid primary key,
  service_point_id text not null,
  day date not null,
  state text not null,
  content jsonb not null
);
create index hl7_ticket_day on hl7_ticket (day, state);

-- Every number the patient of a ticket is known by, as a hash.
create table hl7_ticket_patient (
  patient_key text not null,
  visit_id uuid not null references hl7_ticket on delete cascade,
  primary key (patient_key, visit_id)
);
create index hl7_ticket_patient_visit on hl7_ticket_patient (visit_id);
