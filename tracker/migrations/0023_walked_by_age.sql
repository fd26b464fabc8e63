-- The page of those longest in their status, and whoever is at risk, without a walk along all that is under way. Each holds
-- only orders whose limits run.
-- for: those longest in their status, of all and of one status; and those there for longer than is usual
create index order_state_age on tracker.order_state (status, status_since, order_id)
  where due_at is not null and joined_into is null;
-- for: those past the limit that should be kept
create index order_state_target on tracker.order_state (target_at, order_id)
  where due_at is not null and joined_into is null;
-- for: promises that are passed or about to be; with what tells how long the order may still take
drop index tracker.order_state_promised;
create index order_state_promised on tracker.order_state (promised_at, order_id)
  include (status, lifecycle, status_since, running_since)
  where promised_at is not null and due_at is not null and joined_into is null;
