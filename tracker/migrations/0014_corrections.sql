-- Statuses that people put right. What is done is an event of the ledger; a row is what was asked, by whom, and who had to
-- agree: what the lifecycle does not allow takes a second person.
create table tracker.correction (
  id           bigint generated always as identity primary key,
  order_id     text collate "C" not null,
  state        text not null check (state in ('proposed', 'done', 'rejected', 'withdrawn', 'expired', 'overtaken')),
  from_status  text,
  to_status    text not null,
  reason       text not null,
  occurred_at  timestamptz,                -- when it was so, by the person's word; null: when it was decided
  notify       text not null check (notify in ('none', 'usual', 'own')),
  words        text,                       -- to the customer, sealed where personal data is; gone once it is decided
  publish      boolean not null,
  version      text not null,              -- of the order, as the person saw it
  proposer_id  text collate "C" not null,
  proposer     text not null,
  asked_at     timestamptz not null,
  expires_at   timestamptz,
  decider_id   text collate "C",
  decider      text,
  decided_at   timestamptz,
  decision     text,                       -- why, in the words of who decided
  event_id     text collate "C",           -- the event of the ledger that it became
  check ((state = 'proposed') = (decided_at is null)),
  check (state <> 'proposed' or expires_at is not null),
  check ((state = 'done') = (event_id is not null))
);
-- for: what waits for a second person, the oldest first
create index correction_proposed on tracker.correction (expires_at, id) where state = 'proposed';
-- for: an order's corrections
create index correction_order on tracker.correction (order_id, id);
-- Two proposals of the same for one order help nobody.
create unique index correction_once on tracker.correction (order_id, to_status) where state = 'proposed';
