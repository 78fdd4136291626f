-- Which attempt money came for, where it is known, and when its provider was asked last.
alter table payment add column attempt_id uuid references payment_attempt;
create index payment_of_attempt on payment (attempt_id);
alter table payment_attempt add column looked_at timestamptz;
create index payment_attempt_unpaid on payment_attempt (ended_at)
  where state in ('expired', 'cancelled', 'replaced');

-- Notices of payment providers, byte for byte as they came and before anything was done with them.
-- They name payers: they go once their money has been on a statement for long enough.
create table payment_notice (
  notice_id uuid primary key,
  provider text not null,
  received_at timestamptz not null,
  -- base64
  body text not null,
  -- What was made of it: 'taken', or why it was refused.
  outcome text not null,
  credits integer not null
);
create index payment_notice_age on payment_notice (received_at);
