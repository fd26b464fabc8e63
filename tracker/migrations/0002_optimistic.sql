alter table tracker.order_state
  -- Counts the writes of the row: whoever read it without a lock writes only if nobody else has written since.
  add column version integer not null default 0,
  -- Which order a person has said this provisional one is: {"order": "ORD-1"}, or {"order": null} for none of those known.
  add column decided jsonb;
update tracker.order_state set decided = memory -> 'decided' where jsonb_typeof(memory -> 'decided') = 'object';

-- Written with every event and read by nobody but the fold: a short text (memory.ts) costs a third of what jsonb does.
-- It is made anew from the events, with the next one of the order or by a rebuild.
alter table tracker.order_state alter column memory type text using null;
update tracker.order_state set lifecycle_hash = '';

-- for: the stuck ones, earliest limit first; and those at risk or overdue, by a walk over what is still open. An index of
-- its own for promises held every order that ever was, and was written with every event.
drop index tracker.order_state_due;
drop index tracker.order_state_promised;
create index order_state_due on tracker.order_state (due_at, order_id) include (target_at, promised_at, status_since)
  where due_at is not null;
-- for: those that have no limit because they are frozen
create index order_state_frozen on tracker.order_state (order_id) where frozen;
