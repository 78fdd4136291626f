-- The plans of these checks are kept for a session. Made while the journal was small, they began with
-- all of it and compared each posting with everything that was being added. A subquery that names what
-- was added cannot be turned round: each added entry, bill and payment is looked up by its index, however
-- large the journal has become.
create or replace function journal_entries_follow() returns trigger language plpgsql
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
    select from added cross join lateral (
      select coalesce(sum(amount), 1) as total from journal_posting posting
      where posting.entry_no = added.entry_no) as each
    where total <> 0
  ) then
    raise exception 'a journal entry must add up to nothing'
      using errcode = 'check_violation', constraint = 'journal_entry_balances';
  end if;
  update journal_head set (entry_no, hash) =
    (select entry_no, hash from added order by entry_no desc limit 1);
  return null;
end $$;

create or replace function journal_postings_hold() returns trigger language plpgsql
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set jit = off as $$
begin
  if exists (
    select from (select distinct entry_no from added) as each cross join lateral (
      select sum(amount) as total from journal_posting posting
      where posting.entry_no = each.entry_no) as entry
    where total <> 0
  ) then
    raise exception 'a journal entry must add up to nothing'
      using errcode = 'check_violation', constraint = 'journal_entry_balances';
  end if;
  if exists (
    select from (select distinct bill_id from added where account = 'receivable') as each
      cross join lateral (
        select sum(amount) as total from journal_posting posting
        where posting.bill_id = each.bill_id and posting.account = 'receivable') as bill
    where total < 0
  ) then
    raise exception 'a bill would be paid twice'
      using errcode = 'check_violation', constraint = 'bill_not_overpaid';
  end if;
  if exists (
    select from (select distinct payment_id from added where account = 'suspense') as each
      cross join lateral (
        select sum(amount) as total from journal_posting posting
        where posting.payment_id = each.payment_id and posting.account = 'suspense') as payment
    where total > 0
  ) then
    raise exception 'a payment would be used twice'
      using errcode = 'check_violation', constraint = 'payment_not_overused';
  end if;
  return null;
end $$;
