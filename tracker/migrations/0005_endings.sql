-- People read out the last digits of an id: 1042 for ORD-1042. These indexes are written once for an order and once for
-- each of its ids, not with every event. From now on every order has a row in order_search; one from before, of which no
-- event named a partner or a customer, gets its row by `orderwatch rebuild`.
-- for: orders by the end of their id
create index order_search_ending on tracker.order_search ((reverse(order_id)));
-- for: the same by the end of an id in some system. Correlation ids are long, and nobody reads them out.
create index order_alias_ending on tracker.order_alias ((reverse(alias))) where left(alias, 6) <> '~corr:';
