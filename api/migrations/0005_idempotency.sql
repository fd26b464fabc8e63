-- The first answers to requests with an Idempotency-Key, for a day.
create table api.idempotent (
  kind         text not null check (kind in ('key', 'user')),
  principal_id bigint not null,
  key          text not null check (length(key) between 1 and 200),
  -- SHA-256 of method, path and body.
  request      bytea not null check (octet_length(request) = 32),
  begun_at     timestamptz not null,
  -- Null while it is worked on.
  status       integer,
  content_type text,
  body         bytea check (octet_length(body) <= 1048576),
  primary key (kind, principal_id, key)
);
create index idempotent_age on api.idempotent (begun_at);
