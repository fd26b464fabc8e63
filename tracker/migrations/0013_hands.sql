-- Who works on an order (they took it, and nobody else can) and whom it is given to (which keeps nobody from taking it).
-- Every take, release and assignment is an event of the order, too; this is how they stand now.
create table tracker.order_hands (
  order_id    text collate "C" primary key,
  holder_id   text collate "C",       -- 'user:12' or 'key:7': names are not unique
  holder      text,
  taken_at    timestamptz,
  acted_at    timestamptz,            -- the claim is forgotten when nothing was done for too long after this
  assignee    text collate "C",
  assigned_by text,
  assigned_at timestamptz,
  check ((holder_id is null) = (holder is null) and (holder is null) = (taken_at is null)
     and (taken_at is null) = (acted_at is null)),
  check ((assignee is null) = (assigned_at is null)),
  check (acted_at >= taken_at)
);
-- for: what somebody has taken, and who has how much
create index order_hands_holder on tracker.order_hands (holder_id) where holder_id is not null;
-- for: claims that are forgotten
create index order_hands_acted on tracker.order_hands (acted_at) where holder_id is not null;
-- for: the list of orders that are given to somebody
create index order_hands_assignee on tracker.order_hands (assignee, order_id) where assignee is not null;
