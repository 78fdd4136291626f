-- What a bill is made up from, each line with its reason; null where only the sum is known.
alter table bill add column lines jsonb;
-- Who had the code made (`kiosk:ID`), and whether for a screen or for paper.
alter table payment_attempt add column opened_by text;
alter table payment_attempt add column place text
  check (place in ('screen', 'slip'));
