-- People paste what they have: the trace id from a log line, the message id from RabbitMQ. Both are found by a short hash.
-- The trace of an order is the SHA-256 of its correlation id, or of its own (orders.ts); the first eight bytes are enough
-- to find it. `convert_to` is not immutable, since a database may change what encodings it knows; UTF-8 it always does.
create function tracker.trace_key(named text) returns bigint language sql immutable strict parallel safe as $$
  select ('x' || pg_catalog.encode(pg_catalog.substr(pg_catalog.sha256(pg_catalog.convert_to(named, 'UTF8')), 1, 8), 'hex'))::bit(64)::bigint
$$;
-- for: an order by its trace id. Written once for an order, and once for each of its correlation ids.
create index order_search_trace on tracker.order_search (tracker.trace_key(order_id));
create index order_alias_trace on tracker.order_alias (tracker.trace_key(substr(alias, 7))) where left(alias, 6) = '~corr:';
-- for: an order by the id of one of its messages
create index order_event_id on tracker.order_event (hashtext(event_id));
