-- for: promises that are passed or about to be, of orders under way. One of all promises was given up before, for it held
-- every order that ever was; this one holds those whose limits run. It costs an event of a promised order 6 % more
-- write-ahead log, and no time that could be measured (10,000 events in 0.88 s with it, in 0.87 s without).
create index order_state_promised on tracker.order_state (promised_at, order_id)
  where promised_at is not null and due_at is not null and joined_into is null;
