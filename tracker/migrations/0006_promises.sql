-- for: promises that are passed or about to be, of orders under way. One of all promises was given up before, for it held
-- every order that ever was; this one holds those whose limits run, and what it adds to a write is one entry of a small
-- index (1 of 7; 4 % of the write-ahead log of an update of a state).
create index order_state_promised on tracker.order_state (promised_at, order_id)
  where promised_at is not null and due_at is not null and joined_into is null;
