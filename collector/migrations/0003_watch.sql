-- What the watchers saw last: of the broker and its queues, and of the database. Rules and people look here, so that
-- the servers are asked by one process only.
create table collector.watched_broker (
  one        boolean primary key default true check (one),
  reachable  boolean not null,
  since      timestamptz not null,          -- so long it has been reachable, or not
  obstacle   text,                          -- why it is not
  alarms     text[] not null,
  sampled_at timestamptz not null
);

create table collector.watched_queue (
  vhost             text collate "C" not null,
  name              text collate "C" not null,
  messages          bigint not null,
  ready             bigint not null,
  unacknowledged    bigint not null,
  consumers         integer not null,
  had_consumers_at  timestamptz,              -- null: never, as far as we have seen
  published_per_s   double precision not null,
  taken_per_s       double precision not null, -- acknowledged, or delivered to those who need not acknowledge
  was_empty_at      timestamptz,              -- the last time; null: never, as far as we have seen
  oldest_age_ms     double precision,         -- of the message at its head; null: it is empty
  age_is_estimate   boolean not null,
  is_dead_letter    boolean not null,         -- other queues send their dead letters here
  is_ours           boolean not null,         -- what we consume
  sampled_at        timestamptz not null,
  primary key (vhost, name)
);

create table collector.watched_database (
  one                  boolean primary key default true check (one),
  connections          integer not null,
  max_connections      integer not null,
  slow                 jsonb not null,         -- [{ "pid": …, "ms": …, "query": … }], without literals
  longest_lock_wait_ms double precision not null,
  replication_lag_ms   double precision,       -- null: no replica, or we may not see it
  statements           jsonb,                  -- [{ "query": …, "calls": …, "meanMs": … }]; null: nobody counts them
  sampled_at           timestamptz not null
);
