-- What the HIS said became of a visit's ticket.
create table ticket_state (
  visit_id uuid primary key,
  day date not null,
  state text not null,
  told_at timestamptz not null
);
create index ticket_state_day on ticket_state (day);

-- What a look-up found that a clerk should see, by what the patient is known by (as a keyed hash).
create table clerk_note (
  alias text not null,
  day date not null,
  note text not null,
  -- The id of a record of the HIS, where the note is about one; nothing else.
  detail text not null default '',
  noted_at timestamptz not null,
  primary key (alias, day, note, detail)
);
create index clerk_note_day on clerk_note (day);
