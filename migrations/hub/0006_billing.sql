-- Money. What is owed, what was shown, what came, and the double-entry journal from which every
-- figure is derived. Amounts are whole đồng.

create table bill (
  bill_id uuid primary key,
  -- The HIS's own number of it, where the bill is the HIS's.
  his_bill text unique,
  visit_id uuid,
  raised_at timestamptz not null
);

-- One code shown for one bill. The reference is what the transfer says.
create table payment_attempt (
  attempt_id uuid primary key,
  bill_id uuid not null references bill,
  provider text not null,
  amount bigint not null check (amount > 0),
  reference text not null unique,
  state text not null check (state in ('open', 'paid', 'expired', 'cancelled', 'replaced')),
  opened_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  check ((ended_at is null) = (state = 'open'))
);
create unique index payment_attempt_shown on payment_attempt (bill_id) where state = 'open';
create index payment_attempt_due on payment_attempt (expires_at) where state = 'open';

-- Money that came, once for each of the provider's or the bank's references. The narrative is what
-- the bank says of it and may name the payer.
create table payment (
  payment_id uuid primary key,
  provider text not null,
  account text not null,
  bank_reference text not null,
  amount bigint not null check (amount > 0),
  narrative text not null,
  paid_at timestamptz not null,
  received_at timestamptz not null,
  -- It came after its attempt had ended.
  is_late boolean not null,
  -- Why a person has to look at it; null once nobody has to.
  review text,
  unique (provider, account, bank_reference)
);
create index payment_review on payment (received_at) where review is not null;

create table refund (
  refund_id uuid primary key,
  payment_id uuid not null references payment,
  amount bigint not null check (amount > 0),
  state text not null check (state in ('requested', 'approved', 'rejected', 'paid')),
  reason text not null,
  requested_by text not null,
  requested_at timestamptz not null,
  decided_by text,
  decided_at timestamptz,
  check ((decided_by is null) = (state = 'requested')),
  constraint refund_needs_two_people check (decided_by <> requested_by)
);
create index refund_of_payment on refund (payment_id);

-- The journal: a chain of entries, each with the hash of the one before. Nobody changes a row of it.
create table journal_entry (
  entry_no bigint primary key check (entry_no > 0),
  kind text not null,
  recorded_at timestamptz not null,
  -- A provider, a program or a signed-in person's id; never a name.
  actor text not null,
  previous_hash text not null,
  hash text not null unique check (hash ~ '^[0-9a-f]{64}$')
);

create table journal_posting (
  entry_no bigint not null references journal_entry,
  line smallint not null,
  account text not null,
  -- A debit is positive, a credit negative.
  amount bigint not null check (amount <> 0),
  bill_id uuid references bill,
  payment_id uuid references payment,
  refund_id uuid references refund,
  primary key (entry_no, line)
);
create index journal_posting_bill on journal_posting (bill_id) where account = 'receivable';
create index journal_posting_payment on journal_posting (payment_id) where account = 'suspense';

-- The end of the chain. Whoever writes to the journal locks this row first, so that entries are
-- written one after the other and every balance that is read before is still true.
create table journal_head (
  only_one boolean primary key default true check (only_one),
  entry_no bigint not null,
  hash text not null
);
insert into journal_head (entry_no, hash) values (0, repeat('0', 64));

create function journal_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'the journal is append-only' using errcode = 'restrict_violation';
end $$;
create trigger journal_entry_kept before update or delete on journal_entry
  for each row execute function journal_is_append_only();
create trigger journal_entry_whole before truncate on journal_entry
  for each statement execute function journal_is_append_only();
create trigger journal_posting_kept before update or delete on journal_posting
  for each row execute function journal_is_append_only();
create trigger journal_posting_whole before truncate on journal_posting
  for each statement execute function journal_is_append_only();

create function journal_entry_follows() returns trigger language plpgsql as $$
begin
  update journal_head set entry_no = new.entry_no, hash = new.hash
    where entry_no = new.entry_no - 1 and hash = new.previous_hash;
  if not found then
    raise exception 'the entry does not follow the last one' using errcode = 'serialization_failure';
  end if;
  return new;
end $$;
create trigger journal_entry_chained before insert on journal_entry
  for each row execute function journal_entry_follows();

create function journal_entry_balances() returns trigger language plpgsql as $$
begin
  if (select coalesce(sum(amount), 1) from journal_posting where entry_no = new.entry_no) <> 0 then
    raise exception 'a journal entry must add up to nothing'
      using errcode = 'check_violation', constraint = 'journal_entry_balances';
  end if;
  return null;
end $$;
create constraint trigger journal_entry_balanced after insert on journal_entry
  deferrable initially deferred for each row execute function journal_entry_balances();
create constraint trigger journal_posting_balanced after insert on journal_posting
  deferrable initially deferred for each row execute function journal_entry_balances();

-- No bill is paid beyond what it asks for, no payment is used beyond what came.
create function journal_balance_holds() returns trigger language plpgsql as $$
begin
  if new.account = 'receivable' and
    (select sum(amount) from journal_posting
      where account = 'receivable' and bill_id = new.bill_id) < 0 then
    raise exception 'a bill would be paid twice'
      using errcode = 'check_violation', constraint = 'bill_not_overpaid';
  end if;
  if new.account = 'suspense' and
    (select sum(amount) from journal_posting
      where account = 'suspense' and payment_id = new.payment_id) > 0 then
    raise exception 'a payment would be used twice'
      using errcode = 'check_violation', constraint = 'payment_not_overused';
  end if;
  return null;
end $$;
create constraint trigger journal_balance_held after insert on journal_posting
  deferrable initially deferred for each row
  when (new.account in ('receivable', 'suspense')) execute function journal_balance_holds();

create view bill_balance as
  select bill_id,
    sum(amount) filter (where kind = 'bill-raised') as amount,
    sum(amount) as due,
    bool_or(kind = 'bill-cancelled') as is_cancelled
  from journal_posting join journal_entry using (entry_no)
  where account = 'receivable' group by bill_id;

create view payment_balance as
  select payment_id, -sum(amount) as unallocated
  from journal_posting where account = 'suspense' group by payment_id;
