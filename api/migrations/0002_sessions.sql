-- People who sign in. A name is what they type and what stands in the audit log; it is never given to somebody else.
create table api.user (
  id           bigint generated always as identity primary key,
  name         text collate "C" not null unique check (name ~ '^[a-z0-9][a-z0-9._@+-]{0,99}$'),
  display_name text not null check (display_name <> ''),
  email        text,
  role         text not null check (role in ('viewer', 'support', 'operator', 'manager', 'admin', 'partner')),
  partner      text check ((role = 'partner') = (partner is not null)),
  locale       text,
  -- scrypt$N$r$p$salt$hash; null: nobody has set one, or the person comes from somewhere else (subject).
  password     text,
  -- Of OpenID Connect: issuer and subject, which say for ever who it is.
  issuer       text,
  subject      text,
  disabled_at  timestamptz,
  created_at   timestamptz not null,
  -- Counts the changes, so that nobody writes over what they have not seen.
  version      integer not null default 1,
  check ((issuer is null) = (subject is null)),
  unique (issuer, subject)
);

create table api.session (
  hash            bytea primary key check (octet_length(hash) = 32), -- SHA-256 of the token in the cookie
  id              bigint generated always as identity unique,
  user_id         bigint not null references api.user on delete cascade,
  csrf            text not null,
  created_at      timestamptz not null,
  last_seen_at    timestamptz not null,
  idle_expires_at timestamptz not null,
  expires_at      timestamptz not null,
  address         text,
  agent           text
);
create index session_of_user on api.session (user_id);
create index session_end on api.session (least(idle_expires_at, expires_at));

-- Links that open once: for the first admin, or for somebody to set a password.
create table api.one_time_link (
  hash       bytea primary key check (octet_length(hash) = 32), -- SHA-256 of the token in the link
  -- Null: whoever opens it becomes the first admin.
  user_id    bigint references api.user on delete cascade,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
-- One for each person at a time, and one for the first admin.
create unique index one_time_link_whose on api.one_time_link (coalesce(user_id, 0));

-- Keys for every role, of partners and of customers.
alter table api.key
  add column id bigint generated always as identity unique,
  add column partner text,
  add column customer text,
  drop constraint key_role_check,
  add constraint key_role check (role in ('viewer', 'support', 'operator', 'manager', 'admin', 'partner', 'customer')),
  add constraint key_partner check ((role = 'partner') = (partner is not null)),
  add constraint key_customer check ((role = 'customer') = (customer is not null));
