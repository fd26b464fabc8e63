-- What we have bound to the exchanges of others. What is no longer declared is unbound by whoever notices, also after a
-- restart; what somebody else has bound is not in here, and stays.
create table collector.binding (
  queue          text not null,
  exchange       text not null,
  pattern        text not null,
  declared_by    uuid not null,         -- a process that runs, or ran, with a configuration that declares it
  declared_until timestamptz not null,  -- put off by that process again and again; over: it does not declare it any more
  primary key (queue, exchange, pattern, declared_by)
);
