-- Whoever is at risk or long in a status has indexes of their own: nothing walks along all limits any more and wants to
-- know more of each order than where it stands. What the index of limits carried besides was written with every event.
drop index tracker.order_state_due;
-- for: orders under way, by limit
create index order_state_due on tracker.order_state (due_at, order_id) where due_at is not null and joined_into is null;
