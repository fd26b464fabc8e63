-- A provisional order that was joined keeps the state that its own events make: a status that it never leaves and a limit
-- that is passed for ever. There are more of them with every order, no list shows them, and lists by limit begin with the
-- oldest: without them, a page costs the same however many orders were ever closed.
drop index tracker.order_state_due;
drop index tracker.order_state_last_event;
drop index tracker.order_state_status;
-- for: orders under way, by limit
create index order_state_due on tracker.order_state (due_at, order_id) include (target_at, promised_at, status_since)
  where due_at is not null and joined_into is null;
-- for: the newest events first
create index order_state_last_event on tracker.order_state (last_event_at, order_id) where joined_into is null;
-- for: orders in a status, by limit
create index order_state_status on tracker.order_state (status, due_at, order_id) where joined_into is null;
