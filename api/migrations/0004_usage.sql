-- How much each key and each user asked for, by day in UTC. Written in batches: nothing waits for it.
create table api.usage (
  day          date not null,
  kind         text not null check (kind in ('key', 'user')),
  principal_id bigint not null,
  requests     bigint not null,
  -- Of these, those that were refused since there were too many.
  refused      bigint not null,
  primary key (kind, principal_id, day)
);
create index usage_day on api.usage (day);
