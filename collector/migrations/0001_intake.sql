-- What came in, as it came in: the bytes of every accepted message for a while, and of every message that could not be
-- understood until somebody has looked at it.
create schema collector;

-- Keyed like the event it became. A conflicting twin is kept as a second row under the same event id, so that a person
-- can compare. Partitions by month are made ahead by raw-partitions.ts and dropped whole when they are too old.
create table collector.raw_message (
  order_id    text collate "C" not null,
  event_id    text collate "C" not null,
  recorded_at timestamptz not null,
  received_at timestamptz not null,
  origin      text not null check (origin in ('amqp', 'http')),
  exchange    text,
  routing_key text,
  properties  jsonb not null,
  body        bytea not null
) partition by range (recorded_at);
-- for: the bytes of one event
create index raw_message_event on collector.raw_message (order_id, event_id);

create table collector.quarantine (
  id               bigint generated always as identity primary key,
  source           text not null check (source in ('amqp', 'http')),
  exchange         text,                        -- null when it came over HTTP
  routing_key      text,
  received_at      timestamptz not null,        -- the first time
  last_received_at timestamptz not null,
  times            integer not null default 1 check (times > 0),
  reason_kind      text not null,
  reason           text not null,
  properties       jsonb not null,
  body             bytea not null,
  digest           bytea not null,              -- of all that the publisher sent: a redelivery counts, it adds no row
  replayed_at      timestamptz,                 -- recorded after all
  unique (source, digest)
);
-- for: the list and the count of what is still open
create index quarantine_open on collector.quarantine (id) where replayed_at is null;
