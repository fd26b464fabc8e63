-- How long orders usually stay in a status, and when they then come to their end: measured every hour from what happened
-- (usual-stays.ts). A row a status, and one for each partner who has enough orders; small enough to be read with a page.
create table tracker.usual_stay (
  lifecycle      text not null,
  status         text not null,
  partner        text collate "C" not null default '', -- '': those of all orders
  samples        integer not null,                     -- stays that ended
  p50_ms         float8,                               -- of them; null: too few to judge by
  p90_ms         float8,
  p95_ms         float8,
  ends           integer not null,                     -- orders that came from here to the end
  -- Of an order that has been here for `ages[n]` and is still: how long it takes in all from coming here to the end.
  ages           float8[],                             -- from 0, ascending; null: too few to judge by
  from_ms        float8[],
  likely_ms      float8[],
  to_ms          float8[],
  rest_from_ms   float8,                               -- and from leaving the status to the end
  rest_likely_ms float8,
  rest_to_ms     float8,
  measured_at    timestamptz not null,
  primary key (lifecycle, status, partner),
  check ((samples < 30) = (p50_ms is null)),
  check ((ends < 30) = (ages is null))
);

-- When the present stay would have begun had it never been frozen: later than `status_since` by its pauses. Null, as it
-- nearly always is, for a stay without any, and for one whose pauses were over before this column and that has not moved.
alter table tracker.order_state add column running_since timestamptz;
