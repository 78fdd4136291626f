-- People who work at the cashiers' desk. Passwords are here as Argon2id, with what it takes to
-- compute it again.
create table desk_user (
  user_id uuid primary key,
  login text not null unique,
  name text not null,
  role text not null check (role in ('cashier', 'supervisor', 'it')),
  -- base64
  salt text not null,
  hash text not null,
  memory_kib integer not null,
  passes integer not null,
  -- Somebody else chose it.
  must_change boolean not null,
  added_at timestamptz not null,
  disabled_at timestamptz,
  last_signed_in_at timestamptz
);

-- Who is signed in. Worth nothing after a crash: people sign in again.
create unlogged table desk_session (
  -- SHA-256 of what the browser holds.
  token_hash text primary key,
  user_id uuid not null references desk_user,
  opened_at timestamptz not null,
  touched_at timestamptz not null,
  ended_at timestamptz,
  ended_because text check (ended_because in ('ended', 'idle', 'over')),
  check ((ended_at is null) = (ended_because is null))
);
create index desk_session_of_user on desk_session (user_id) where ended_at is null;

-- Tries in a row under a name, whether there is such a person or not.
create table desk_tries (
  login_hash text primary key,
  failures integer not null,
  locked_until timestamptz not null,
  tried_at timestamptz not null
);

-- Who did what at the desk; nobody changes a row of it.
create table desk_audit (
  audit_id bigint generated always as identity primary key,
  at timestamptz not null,
  -- Null: the command line, or a try at the door.
  user_id uuid references desk_user,
  action text not null,
  -- Ids and counts, never what a patient is called.
  subject text not null
);

create function desk_audit_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'the audit of the desk is append-only' using errcode = 'restrict_violation';
end $$;
create trigger desk_audit_kept before update or delete on desk_audit
  for each row execute function desk_audit_is_append_only();
create trigger desk_audit_whole before truncate on desk_audit
  for each statement execute function desk_audit_is_append_only();

create index payment_received on payment (received_at);
create index payment_amount on payment (amount);
create index bill_visit on bill (visit_id);
create index bill_raised on bill (raised_at);
create index payment_attempt_bill on payment_attempt (bill_id);
