-- Links by which customers follow their order. They bear their proof in themselves; here is only which of them have been
-- taken back: all that were made before the instant.
create table notifier.revoked_tracking (
  order_id       text collate "C" primary key,
  revoked_before timestamptz not null
);
