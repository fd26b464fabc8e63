-- What speaks for or against a cause: whose messages lie in queues for dead letters, what the messages in quarantine have
-- in common, and what was deployed when.

-- A message that lay in a queue for dead letters when it was looked into. Neither bytes nor anybody's data: names of
-- orders, and how it died.
create table collector.dead_letter (
  vhost       text collate "C" not null,
  queue       text collate "C" not null,     -- where it lies
  digest      bytea not null,                -- of all that its publisher sent: the same at every look
  orders      text[] collate "C" not null,   -- as the ledger names them: 'ORD-1', '~mes:M-77', '~corr:cart-1'
  type        text,
  status      text,
  source      text collate "C",              -- who says so
  died_in     text collate "C",              -- the queue
  reason      text,                          -- the broker's word: 'rejected', 'expired', 'maxlen', 'delivery_limit'
  deaths      bigint,                        -- so often for that reason in that queue
  exchange    text,                          -- to which it was published
  routing_key text,
  dead_at     timestamptz,                   -- to the second; null: the broker does not say
  seen_at     timestamptz not null,          -- the first time
  gone_at     timestamptz,                   -- no longer among those looked at; null: it lies there
  primary key (vhost, queue, digest)
);
-- for: is a message of this order dead?
create index dead_letter_orders on collector.dead_letter using gin (orders) where gone_at is null;

-- The queues in which dead letters lie, and how far they have been looked into.
create table collector.dead_letter_queue (
  vhost       text collate "C" not null,
  name        text collate "C" not null,
  messages    bigint not null,
  since       timestamptz not null,          -- so long there have been any, as far as we have seen
  looked_into boolean not null,              -- what is known of its messages is what lies there
  why_not     text check
                (why_not in ('not_yet', 'counts_as_delivery', 'bounded', 'read_by_others', 'not_allowed', 'no_answer')),
  looked_at   timestamptz,                   -- the last time; null: never
  depth_then  bigint,                        -- how many there were then
  primary key (vhost, name),
  check (looked_into = (why_not is null))
);

alter table collector.quarantine
  -- The same for all that can't be read for the same reason: 'unknown_status:PRICED:mes'. Null: from before.
  add column fingerprint text collate "C",
  -- The orders that it seems to name, as the ledger names them. Null: from before.
  add column mentions text[] collate "C";
-- for: what waits, by what it has in common
create index quarantine_open_groups on collector.quarantine
  (fingerprint, reason_kind, received_at, last_received_at) where replayed_at is null;
-- for: can a message of this order not be read?
create index quarantine_open_mentions on collector.quarantine using gin (mentions) where replayed_at is null;

-- A new version of a system, as whoever deploys says.
create table collector.deploy (
  id          bigint generated always as identity primary key,
  service     text collate "C" not null,
  version     text collate "C" not null,
  environment text collate "C" not null default '', -- '': nobody said
  result      text not null check (result in ('succeeded', 'failed')),
  at          timestamptz not null,
  said_by     text,
  url         text,
  noted_at    timestamptz not null
);
-- for: the newest first. Within the same minute it is the same deploy, told again.
create index deploy_at on collector.deploy (at, id);
create unique index deploy_once on collector.deploy (service, version, environment, date_trunc('minute', at at time zone 'UTC'));
