-- Machines that joined, each by its own key. A name belongs to one machine at a time; those that
-- had it before stay here, so that they are told that they were revoked.
create table kiosk (
  -- RFC 7638 thumbprint of the public key.
  key_id text primary key,
  -- Ed25519, 32 bytes in base64url.
  public_key text not null,
  kiosk_id text not null,
  -- Under which it may still hold visits that the hub does not have.
  former_names jsonb not null default '[]',
  enrolled_at timestamptz not null,
  revoked_at timestamptz,
  revoked_because text check (revoked_because in ('revoked', 'replaced')),
  version text,
  last_seen_at timestamptz,
  -- The kiosk's clock less the hub's.
  clock_ahead_ms integer,
  -- The key the hub will have next, as this kiosk was told.
  told_pin text,
  check ((revoked_at is null) = (revoked_because is null))
);
create unique index kiosk_name on kiosk (kiosk_id) where revoked_at is null;

-- Codes that let a machine join once.
create table enrolment_code (
  -- SHA-256 of the secret in the code.
  code_hash text primary key,
  -- The name the machine gets; null: one that is free.
  kiosk_id text,
  made_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  used_by text references kiosk
);

-- Nonces belong to a key, whatever its kiosk is called.
truncate request_nonce;
alter table request_nonce rename column kiosk_id to key_id;
