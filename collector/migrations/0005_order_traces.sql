-- One trace an order: what of it has been sent, and which orders have moved since.

-- A row for each transaction that moved orders, written in it: one small row for a whole batch, taken away when the
-- traces of its orders have been brought up to date.
create table collector.order_trace_move (
  id          bigint generated always as identity primary key,
  orders      text[] collate "C" not null,
  recorded_at timestamptz not null
);
-- for: those that wait, the oldest first
create index order_trace_move_recorded_at on collector.order_trace_move (recorded_at, id);

-- One process at a time tells, or none for a while where nobody takes them: a row, as no connection is held meanwhile.
create table collector.order_trace_turn (
  one     boolean primary key default true check (one),
  free_at timestamptz not null              -- from then on whoever comes first takes it
);

-- Which spans of an order's trace have been sent. A trace id changes when a correlation id becomes known: then none has.
create table collector.order_trace (
  order_id text collate "C" primary key,
  trace_id text not null,
  span_ids text[] collate "C" not null,
  sent_at  timestamptz not null              -- the last time
);
