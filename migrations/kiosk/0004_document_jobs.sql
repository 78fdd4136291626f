-- Every A4 document sent to a printer, from before its first byte, as `print_job` is for tickets: what
-- is still `begun` when the kiosk starts was cut short, and nobody knows what of it is on paper.
-- `sequence` is null for a visit that another kiosk recorded; `document` is which of a visit's
-- documents it is, a word of the program.
create table document_job (
  job_id text primary key,
  sequence integer references outbox on delete cascade,
  document text not null,
  state text not null check (state in ('begun', 'printed', 'uncertain', 'failed')),
  begun_at integer not null,
  settled_at integer,
  fault text,
  check ((settled_at is null) = (state = 'begun'))
) strict, without rowid;

create index document_job_of_visit on document_job (sequence, document);

create index document_job_open on document_job (job_id) where state = 'begun';
