-- A shop's backend needs no more than to ask for tokens of its customers.
alter table api.key drop constraint key_scopes_check;
alter table api.key add constraint key_scopes_check
  check (cardinality(scopes) > 0 and scopes <@ array['read', 'write', 'events', 'deploys', 'customer-tokens']);
