-- What a key may do beyond its role, how long, how often; and what became of it.
alter table api.key
  -- Null: all that the role permits.
  add column scopes text[] check (cardinality(scopes) > 0 and scopes <@ array['read', 'write', 'events', 'deploys']),
  add column expires_at timestamptz,
  -- Requests a minute; null: as many as the configuration gives the role.
  add column request_limit integer check (request_limit > 0),
  -- To the minute.
  add column last_used_at timestamptz,
  add column created_by text,
  -- Counts the changes, so that nobody writes over what they have not seen.
  add column version integer not null default 1;
