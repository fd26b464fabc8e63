-- Who is at risk is found by a walk along all that is under way. With everything in the index that the walk looks at, the
-- rows themselves are left alone: 50,000 orders in 30 ms instead of 400. The same number of entries is written as before,
-- each 30 bytes longer.
drop index tracker.order_state_due;
-- for: orders under way, by limit; those at risk, and those longest in their status, by a walk
create index order_state_due on tracker.order_state (due_at, order_id)
  include (target_at, promised_at, status_since, running_since, status, lifecycle)
  where due_at is not null and joined_into is null;
