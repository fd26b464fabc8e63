-- Searching for parts of names, e-mail addresses and phone numbers needs trigrams. Since PostgreSQL 13 whoever may
-- create things in the database may create this extension; where the user may not, somebody else has to.
do $$
begin
  create extension if not exists pg_trgm;
exception
  when insufficient_privilege then
    raise exception using errcode = 'insufficient_privilege', message =
      'searching needs the extension pg_trgm, which this user may not create. Let a superuser, or the owner of the '
      || 'database, run in it: create extension pg_trgm';
  when undefined_file or feature_not_supported then
    raise exception using errcode = 'undefined_file', message =
      'searching needs the extension pg_trgm, which this server does not have. Install its contrib modules '
      || '(postgresql-contrib), or allow the extension where the server is managed for you';
end $$;

alter table tracker.order_search
  -- In normal form (search-text.ts), a line each: every name, e-mail address and phone number that events stated. Rows
  -- from before this column get theirs by `orderwatch rebuild`: the normal form is not SQL's.
  add column contact text,
  -- With a data key instead: keyed hashes of addresses, phone numbers and their last four digits.
  add column contact_hashes bytea[];

-- for: parts of names, addresses and numbers. The extension may live in any schema.
do $$
declare
  home text := (select extnamespace::regnamespace::text from pg_extension where extname = 'pg_trgm');
begin
  execute format(
    'create index order_search_contact on tracker.order_search using gin (contact %s.gin_trgm_ops)
       where contact is not null', home);
end $$;
-- for: the same by exact match, with a data key
create index order_search_contact_hashes on tracker.order_search using gin (contact_hashes)
  where contact_hashes is not null;

-- for: orders with anomalies, of one kind or any
create index order_anomaly_open on tracker.order_anomaly (kind, order_id) where cleared_at is null;

-- The key under which personal data is sealed, one at most; what it is shows in the check value only to whoever has it.
create table tracker.data_key (
  one         boolean primary key default true check (one),
  key_id      text not null,
  check_value bytea not null,
  since       timestamptz not null
);

-- Which systems have said something, and as long as that is of few orders, of which: a system that is on every other
-- order is found by going through the orders, and one that is on none is known to be.
create table tracker.source (
  name   text collate "C" primary key,
  common boolean not null default false       -- of so many orders that they are no longer written down; for ever
);
create table tracker.order_source (
  order_id text collate "C" not null,
  source   text collate "C" not null,
  primary key (order_id, source)
);
-- for: the orders of a system that is on few of them
create index order_source_source on tracker.order_source (source, order_id);

insert into tracker.source (name, common)
  select source, count(*) > 5000 from tracker.order_state cross join jsonb_object_keys(sources) as source group by 1;
insert into tracker.order_source (order_id, source)
  select order_id, source from tracker.order_state cross join jsonb_object_keys(sources) as source
   where source in (select name from tracker.source where not common);
