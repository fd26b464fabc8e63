-- Who may ask. A key itself is kept by its owner only; here is what it takes to recognise it.
create schema api;

create table api.key (
  hash       bytea primary key check (octet_length(hash) = 32), -- SHA-256 of the key
  name       text collate "C" not null,
  role       text not null check (role in ('admin')),
  created_at timestamptz not null,
  revoked_at timestamptz
);
-- A name has one valid key at a time.
create unique index key_name on api.key (name) where revoked_at is null;
