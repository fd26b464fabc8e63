-- Counts the writes of the row: whoever read it without a lock writes only if nobody else has written since.
alter table tracker.order_state add column version integer not null default 0;

-- for: the stuck ones, earliest limit first; and those at risk, by a walk over what is still open
drop index tracker.order_state_due;
create index order_state_due on tracker.order_state (due_at, order_id) include (target_at) where due_at is not null;
