-- for: the list of orders that somebody has taken, by the name that people filter by. Written when somebody takes an order
-- or gives it back, never with an event.
create index order_hands_holder_name on tracker.order_hands (holder, order_id) where holder is not null;
