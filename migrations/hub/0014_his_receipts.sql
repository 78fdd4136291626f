-- Receipts for the HIS: every đồng that paid a bill, and every payment that was taken back, goes the
-- way of the visits, behind them, as an event with a delivery.

-- The HIS may ask for more on a bill of which a part was paid: then it is raised once more.
alter table bill
  drop constraint bill_his_bill_key,
  add column his_patient_id text,
  -- The patient's number as a keyed hash: whose deliveries its receipts are ordered among.
  add column patient_alias text,
  -- Who wants an electronic invoice made out, and to whom.
  add column e_invoice jsonb;
create index bill_of_his on bill (his_bill);
create index bill_of_visit on bill (visit_id);

create table his_receipt (
  receipt_id uuid primary key default gen_random_uuid(),
  receipt_no bigint generated always as identity unique,
  kind text not null check (kind in ('payment', 'cancellation')),
  bill_id uuid not null references bill,
  payment_id uuid not null references payment,
  amount bigint not null check (amount > 0),
  day date not null,
  recorded_at timestamptz not null,
  -- A receipt is taken back once, and whole; what is left of it is written anew.
  cancels uuid unique references his_receipt,
  -- False while the visit of its bill is not here yet: the HIS could not say whose it is.
  is_queued boolean not null default false,
  check ((cancels is null) = (kind = 'payment'))
);
create index his_receipt_day on his_receipt (day);
create index his_receipt_of_bill on his_receipt (bill_id);
create index his_receipt_unqueued on his_receipt (bill_id) where not is_queued;

-- How far each receipt has come: `waiting-for-visit`, or the state of its delivery.
create view his_receipt_state as
  select receipt.receipt_id, receipt.receipt_no, receipt.kind, receipt.bill_id, receipt.payment_id,
    receipt.amount, receipt.day, receipt.recorded_at, receipt.cancels,
    coalesce(delivery.state, 'waiting-for-visit') as state, delivery.fault, delivery.receipt,
    delivery.updated_at
  from his_receipt receipt left join delivery on delivery.event_id = receipt.receipt_id;

-- What a HIS that speaks HL7 v2 charged, and what was paid of it: each transaction (FT1-2) of an
-- account (PID-18) once.
create table hl7_charge (
  account text not null,
  transaction text not null,
  patient_number text not null,
  day date not null,
  -- HL7 table 0017: charge, credit, payment, adjustment, co-payment.
  kind text not null check (kind in ('CG', 'CD', 'PY', 'AJ', 'CO')),
  name text not null,
  quantity integer not null,
  amount bigint not null,
  insurer_pays bigint not null,
  told_at timestamptz not null,
  primary key (account, transaction)
);
create index hl7_charge_patient on hl7_charge (patient_number);

-- Hashes of patients' numbers beside tickets had no key: each is hashed once more, under the key.
alter table hl7_ticket_patient add column is_keyed boolean not null default false;
