-- The day whose books an entry belongs to: the day of the bank's line or of the payment, or the next
-- one that is open where that is locked. Entries from before belong to the day they were recorded.
alter table journal_entry add column booked_on date;
create index journal_entry_booked on journal_entry (booked_on);

create view journal_line as
  select posting.*, entry.kind, entry.actor, entry.recorded_at,
    coalesce(entry.booked_on, (entry.recorded_at at time zone 'Asia/Ho_Chi_Minh')::date) as booked_on
  from journal_posting posting join journal_entry entry using (entry_no);

-- Days that were signed, one after the other. Nothing is booked into them any more.
create table day_close (
  day date primary key,
  close_no bigint not null unique check (close_no > 0),
  signed_by text not null,
  signed_at timestamptz not null,
  -- What was signed, as JSON text: the hash is over it and the hash before.
  content text not null,
  previous_hash text not null,
  hash text not null unique check (hash ~ '^[0-9a-f]{64}$')
);

-- The first day whose books are open: read and written under the lock of the journal.
alter table journal_head add column open_from date;

-- What is checked when entries are written is checked once for all that are written together. The
-- plans of these functions are kept for a session and may be made while the tables are small: they
-- must not begin with reading a whole table. What is ruled out counts as dear, and what is dear would be
-- compiled first.
drop trigger journal_entry_chained on journal_entry;
drop trigger journal_entry_balanced on journal_entry;
drop trigger journal_posting_balanced on journal_posting;
drop trigger journal_balance_held on journal_posting;
drop function journal_entry_follows();
drop function journal_entry_balances();
drop function journal_balance_holds();

create function journal_entries_follow() returns trigger language plpgsql
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set jit = off as $$
declare
  head journal_head;
begin
  if not exists (select from added) then return null; end if;
  select * into head from journal_head for update;
  if exists (
    select from (
      select entry_no, previous_hash, lag(entry_no, 1, head.entry_no) over chain as before_no,
        lag(hash, 1, head.hash) over chain as before_hash
      from added window chain as (order by entry_no)
    ) as each where entry_no <> before_no + 1 or previous_hash <> before_hash
  ) then
    raise exception 'the entry does not follow the last one' using errcode = 'serialization_failure';
  end if;
  if exists (select from added where booked_on is null) then
    raise exception 'an entry belongs to a day'
      using errcode = 'not_null_violation', constraint = 'journal_entry_day';
  end if;
  if exists (select from added where booked_on < head.open_from) then
    raise exception 'the books of this day are closed'
      using errcode = 'check_violation', constraint = 'journal_day_open';
  end if;
  if exists (
    select from added left join journal_posting using (entry_no)
    group by entry_no having coalesce(sum(amount), 1) <> 0
  ) then
    raise exception 'a journal entry must add up to nothing'
      using errcode = 'check_violation', constraint = 'journal_entry_balances';
  end if;
  update journal_head set (entry_no, hash) =
    (select entry_no, hash from added order by entry_no desc limit 1);
  return null;
end $$;
create trigger journal_entry_chained after insert on journal_entry
  referencing new table as added
  for each statement execute function journal_entries_follow();

-- No entry is added to afterwards, no bill paid beyond what it asks for, no payment used beyond what
-- came.
create function journal_postings_hold() returns trigger language plpgsql
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set jit = off as $$
begin
  if exists (
    select from (select distinct entry_no from added) as each
      join journal_posting using (entry_no) group by entry_no having sum(amount) <> 0
  ) then
    raise exception 'a journal entry must add up to nothing'
      using errcode = 'check_violation', constraint = 'journal_entry_balances';
  end if;
  if exists (
    select from (select distinct bill_id from added where account = 'receivable') as each
      join journal_posting posting on posting.bill_id = each.bill_id
        and posting.account = 'receivable'
    group by each.bill_id having sum(amount) < 0
  ) then
    raise exception 'a bill would be paid twice'
      using errcode = 'check_violation', constraint = 'bill_not_overpaid';
  end if;
  if exists (
    select from (select distinct payment_id from added where account = 'suspense') as each
      join journal_posting posting on posting.payment_id = each.payment_id
        and posting.account = 'suspense'
    group by each.payment_id having sum(amount) > 0
  ) then
    raise exception 'a payment would be used twice'
      using errcode = 'check_violation', constraint = 'payment_not_overused';
  end if;
  return null;
end $$;
create trigger journal_posting_held after insert on journal_posting
  referencing new table as added
  for each statement execute function journal_postings_hold();

create function is_append_only() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger day_close_kept before update or delete on day_close
  for each row execute function is_append_only();
create trigger day_close_whole before truncate on day_close
  for each statement execute function is_append_only();

-- One after the other, numbered without gaps, and only forward.
create function day_close_follows() returns trigger language plpgsql as $$
declare
  last day_close;
begin
  select * into last from day_close order by close_no desc limit 1;
  if new.close_no <> coalesce(last.close_no, 0) + 1
    or new.previous_hash <> coalesce(last.hash, repeat('0', 64)) or new.day <= last.day then
    raise exception 'the day does not follow the last one that was closed'
      using errcode = 'check_violation', constraint = 'day_close_follows';
  end if;
  update journal_head set open_from = new.day + 1;
  return new;
end $$;
create trigger day_close_chained before insert on day_close
  for each row execute function day_close_follows();

-- What a person has matched. It is never changed but for being taken back, once.
create table reconciliation_match (
  match_id uuid primary key,
  -- The rule that proposed it, or 'by-hand'.
  rule text not null,
  -- Of 100, as it was shown; null where nothing was proposed.
  score smallint,
  accepted_by text not null,
  accepted_at timestamptz not null,
  undone_by text,
  undone_at timestamptz,
  check ((undone_by is null) = (undone_at is null))
);
create index reconciliation_match_age on reconciliation_match (accepted_at);

-- From a payment to a bill, or from a line of money that went to a refund or to the bank's charges.
create table reconciliation_part (
  match_id uuid not null references reconciliation_match,
  part smallint not null,
  payment_id uuid references payment,
  bill_id uuid references bill,
  line_id uuid references bank_line,
  refund_id uuid references refund,
  amount bigint not null check (amount > 0),
  primary key (match_id, part),
  check ((payment_id is null) = (bill_id is null)),
  check ((payment_id is null) <> (line_id is null)),
  check (refund_id is null or line_id is not null)
);
create index reconciliation_part_payment on reconciliation_part (payment_id);
create index reconciliation_part_line on reconciliation_part (line_id);

-- Lines of money that went which nobody has explained.
create view open_debit as
  select line.line_id, line.account, line.day, -line.amount as amount, line.reference, line.narrative
  from bank_line line
  where line.amount < 0 and not exists (
    select from reconciliation_part part join reconciliation_match using (match_id)
    where part.line_id = line.line_id and undone_at is null);
create index bank_line_went on bank_line (day) where amount < 0;
