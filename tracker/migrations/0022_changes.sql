-- What changed lately, for those who watch: one row a transaction and topic, however many orders it was about, since it is
-- written with every batch. Which rows are new to somebody is told by the snapshot that saw the last ones (read-changes.ts),
-- so that neither the order in which transactions began nor that in which they ended matters.
create table tracker.change (
  transaction xid8 not null default pg_current_xact_id(),
  place       bigint generated always as identity,
  at          timestamptz not null,
  topic       text not null,                   -- 'order', 'incident' …
  subjects    text[] not null,                 -- ids
  moves       jsonb,                           -- of orders: [{"lifecycle", "from", "to", "orders"}], for the flow of an hour
  primary key (transaction, place)
);

-- Up to which transaction rows have been cleared away: whoever has seen less than that has missed something.
create table tracker.change_cleared (
  one     boolean primary key default true check (one),
  through xid8 not null
);

-- The last that is known of an intake that rests.
insert into tracker.change (at, topic, subjects)
  select least(max(state.last_event_at), now()), 'order', '{}' from tracker.order_state state
   where state.joined_into is null having max(state.last_event_at) is not null;
