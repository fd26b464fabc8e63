-- The ledger: every event of every order, once, for ever; and what follows from it.
-- Every unique key but the alias index's begins with order_id, so that the tables can be distributed by it.
create schema tracker;

-- order_id is the key that the event names itself (INGEST §1): an orderId, else '~mes:M-77', else '~corr:…'.
-- A row never moves and never changes.
create table tracker.order_event (
  order_id       text collate "C" not null,
  event_id       text collate "C" not null,
  type           text not null,
  status         text,
  source         text not null,
  occurred_at    timestamptz,                  -- the producer's word; null when it said nothing
  recorded_at    timestamptz not null,         -- ours
  sequence       bigint check (sequence >= 0), -- counts the events of one source about one order
  correlation_id text,
  causation_id   text,
  ids            jsonb not null,
  partner        text,
  promised_at    timestamptz,
  customer       jsonb,                        -- personal data stands here and nowhere else in this table
  data           jsonb,
  digest         bytea not null,               -- of the content, to tell a duplicate from a conflict
  traceparent    text,
  historic       boolean not null,
  primary key (order_id, event_id)
);
create index order_event_recorded_at on tracker.order_event using brin (recorded_at);

-- What the events of one key add up to. fillfactor: most updates then stay on their page.
create table tracker.order_state (
  order_id         text collate "C" primary key,
  lifecycle        text not null,
  lifecycle_hash   text not null,
  status           text,
  confirmed        boolean not null default false,
  status_since     timestamptz,
  target_at        timestamptz,
  due_at           timestamptz,
  promised_at      timestamptz,
  frozen           boolean not null default false,
  provisional      boolean not null,
  joined_into      text collate "C",              -- the order that this provisional one turned out to be
  members          text[] collate "C" not null default '{}', -- the provisional orders that are this one
  ids              jsonb not null default '{}',
  sources          jsonb not null default '{}',
  correlation_id   text,
  event_count      integer not null default 0,
  duplicate_count  integer not null default 0,    -- beside the set of events, not of it
  first_event_at   timestamptz,
  last_event_at    timestamptz,
  memory           jsonb,                         -- what the incremental fold needs to go on
  revoked          text[] collate "C" not null default '{}', -- facts that were announced and no longer hold
  check (provisional = (left(order_id, 1) = '~')),
  check (joined_into is null or (provisional and left(joined_into, 1) <> '~'))
) with (fillfactor = 70);
-- for: the stuck ones, earliest limit first
create index order_state_due on tracker.order_state (due_at, order_id) where due_at is not null;
-- for: the list by last news
create index order_state_last_event on tracker.order_state (last_event_at, order_id);
-- for: counts and lists by status
create index order_state_status on tracker.order_state (status, due_at, order_id);
-- for: the list of provisional orders, which are few
create index order_state_provisional on tracker.order_state (last_event_at, order_id)
  where provisional and joined_into is null;
-- for: the list of broken promises
create index order_state_promised on tracker.order_state (promised_at, order_id) where promised_at is not null;

-- Written only when it changes: an indexed column that changes would make every update of the state a full one.
create table tracker.order_search (
  order_id    text collate "C" primary key,
  customer_id text,
  partner     text
);
-- for: a partner's orders
create index order_search_partner on tracker.order_search (partner, order_id) where partner is not null;
-- for: a customer's orders
create index order_search_customer on tracker.order_search (customer_id, order_id) where customer_id is not null;

-- Every pair an event states: '~mes:M-77' or '~corr:…' beside an order or a provisional order.
create table tracker.order_alias (
  alias    text collate "C" not null,
  order_id text collate "C" not null,
  primary key (alias, order_id)
);
-- for: walking from an order to its aliases
create index order_alias_order on tracker.order_alias (order_id);
-- for: looking an order up by a bare id ('M-77') whatever system it is of
create index order_alias_value on tracker.order_alias ((substr(alias, strpos(alias, ':') + 1)));

-- Row locks for aliases, a row a name. Unlogged: a lock has no meaning after a crash, which empties the table. Nothing
-- else does, for it would have to wait for everybody.
create unlogged table tracker.alias_lock (
  alias text collate "C" primary key
);

create table tracker.order_anomaly (
  order_id   text collate "C" not null,
  kind       text not null,
  event_id   text collate "C" not null,
  at         timestamptz not null,           -- when it happened
  noted_at   timestamptz not null,           -- when it first came to light
  detail     text not null,
  cleared_at timestamptz,
  primary key (order_id, kind, event_id)
);
-- for: the conflicts about a provisional order, on whomever they are told
create index order_anomaly_identity on tracker.order_anomaly (event_id)
  where kind = 'identity_conflict' and cleared_at is null;
