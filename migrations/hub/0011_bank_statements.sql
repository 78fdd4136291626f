-- Statements of the hospital's bank accounts, once for each file, and their lines, once each however
-- many files show them. A narrative may name the payer.
create table bank_statement (
  statement_id uuid primary key,
  -- SHA-256 of the file, hexadecimal.
  file_hash text not null unique,
  account text not null,
  bank text not null,
  opening bigint,
  closing bigint,
  imported_by text not null,
  imported_at timestamptz not null,
  -- Null while it is being imported, or where that was cut off: importing it again goes on.
  completed_at timestamptz
);

create table bank_line (
  line_id uuid primary key,
  statement_id uuid not null references bank_statement,
  account text not null,
  day date not null,
  -- Local time of the bank, where it says it.
  time text,
  -- What came is positive, what went is negative.
  amount bigint not null check (amount <> 0),
  reference text not null,
  ordinal integer not null check (ordinal > 0),
  narrative text not null,
  -- The payment it shows; null for money that went.
  payment_id uuid references payment,
  unique (account, day, reference, amount, ordinal)
);
create index bank_line_day on bank_line (account, day);

-- Money that a provider has announced and no statement shows.
create view unbanked_payment as
  select payment_id, account as clearing, sum(amount) as amount
  from journal_posting where payment_id is not null and account like 'clearing:%'
  group by payment_id, account having sum(amount) > 0;
create index journal_posting_clearing on journal_posting (payment_id)
  where account like 'clearing:%';
