-- What changed at the devices of the kiosks, in the kiosks' own time; nothing in it is personal.
create table device_change (
  event_id uuid primary key,
  kiosk_id text not null,
  device_id text not null,
  kind text not null,
  driver text not null,
  state text not null,
  stage text,
  fault text,
  paper text,
  paper_low boolean not null,
  occurred_at timestamptz not null,
  received_at timestamptz not null
);

create index device_change_of_device on device_change (kiosk_id, device_id, occurred_at);
create index device_change_age on device_change (kiosk_id, received_at);
