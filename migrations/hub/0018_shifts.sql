-- Shifts of cashiers. What is in their drawers is the journal's account `cash:<shift>`.
create table cash_shift (
  shift_id uuid primary key,
  shift_no bigint not null unique check (shift_no > 0),
  drawer text not null,
  cashier text not null,
  opened_at timestamptz not null,
  -- The day whose money it is.
  day date not null,
  -- Notes and coins by their value, as counted.
  counted_open jsonb not null,
  closed_at timestamptz,
  closed_by text,
  counted_close jsonb,
  -- Whole đồng counted above what should have been there, and why.
  difference bigint,
  reason text,
  check ((closed_at is null) = (closed_by is null)),
  check ((closed_at is null) = (counted_close is null)),
  check ((closed_at is null) = (difference is null)),
  constraint cash_difference_has_reason check (coalesce(difference, 0) = 0 or reason is not null)
);
create unique index cash_shift_drawer on cash_shift (drawer) where closed_at is null;
create unique index cash_shift_cashier on cash_shift (cashier) where closed_at is null;
create index cash_shift_day on cash_shift (day);
create index journal_posting_cash on journal_posting (account) where account like 'cash:%';

-- Receipts for cash, numbered without gaps.
create table cash_receipt (
  receipt_no bigint primary key check (receipt_no > 0),
  payment_id uuid not null unique references payment,
  shift_id uuid not null references cash_shift,
  bill_id uuid not null references bill,
  amount bigint not null check (amount > 0)
);
create index cash_receipt_shift on cash_receipt (shift_id);

-- Reports of shifts: X is read, Z closes. Each kind is numbered without gaps and chained by hashes.
create table shift_report (
  kind text not null check (kind in ('X', 'Z')),
  report_no bigint not null check (report_no > 0),
  shift_id uuid not null references cash_shift,
  made_by text not null,
  made_at timestamptz not null,
  -- What was printed, as JSON text: the hash is over it and the hash before.
  content text not null,
  previous_hash text not null,
  hash text not null unique check (hash ~ '^[0-9a-f]{64}$'),
  primary key (kind, report_no)
);
create unique index shift_report_closing on shift_report (shift_id) where kind = 'Z';
create trigger shift_report_kept before update or delete on shift_report
  for each row execute function is_append_only();
create trigger shift_report_whole before truncate on shift_report
  for each statement execute function is_append_only();

create function shift_report_follows() returns trigger language plpgsql as $$
declare
  last shift_report;
begin
  select * into last from shift_report where kind = new.kind order by report_no desc limit 1;
  if new.report_no <> coalesce(last.report_no, 0) + 1
    or new.previous_hash <> coalesce(last.hash, repeat('0', 64)) then
    raise exception 'the report does not follow the last one'
      using errcode = 'check_violation', constraint = 'shift_report_follows';
  end if;
  return new;
end $$;
create trigger shift_report_chained before insert on shift_report
  for each row execute function shift_report_follows();

-- What opening, lines and closing of a statement leave unexplained; null where it does not say both.
alter table bank_statement add column unexplained bigint;

-- Why something differs at the end of a day, and who says so. The last word counts, and only for the
-- amount it was said of.
create table day_explanation (
  explanation_id uuid primary key,
  day date not null,
  kind text not null,
  subject text not null,
  amount bigint not null,
  reason text not null,
  explained_by text not null,
  explained_at timestamptz not null
);
create index day_explanation_day on day_explanation (day);
create trigger day_explanation_kept before update or delete on day_explanation
  for each row execute function is_append_only();
create trigger day_explanation_whole before truncate on day_explanation
  for each statement execute function is_append_only();

create function day_explanation_in_time() returns trigger language plpgsql as $$
begin
  if new.day <= (select max(day) from day_close) then
    raise exception 'the books of this day are closed'
      using errcode = 'check_violation', constraint = 'journal_day_open';
  end if;
  return new;
end $$;
create trigger day_explanation_open before insert on day_explanation
  for each row execute function day_explanation_in_time();
