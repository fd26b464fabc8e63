-- What CRM and MES are told of decisions that people made here: written with the decision, published by whoever has the
-- broker, once it has confirmed.
create table tracker.publication (
  id           bigint generated always as identity primary key,
  message_id   text collate "C" not null unique,
  exchange     text not null,
  routing_key  text not null,
  body         jsonb not null,
  at           timestamptz not null,
  traceparent  text,
  published_at timestamptz
);
-- for: the next ones
create index publication_waiting on tracker.publication (id) where published_at is null;
