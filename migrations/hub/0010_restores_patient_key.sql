alter table hub_identity
  -- Tells whether the key of the patient hashes is the one this database was made with.
  add column patient_key_check text,
  -- An older copy was put in place then: what happened before may have reached the HIS already.
  add column restored_at timestamptz;

create index intake_conflict_retained on intake_conflict (received_at) where content is not null;
