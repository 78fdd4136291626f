-- An account that a bank made for one attempt: money that comes to it is for it, whatever it says.
alter table payment_attempt add column virtual_account text;
create index payment_attempt_virtual_account on payment_attempt (provider, virtual_account)
  where virtual_account is not null;
