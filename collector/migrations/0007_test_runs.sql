-- Runs of tests of systems, as pipelines say. A table of its own, and nothing changed in that of deploys: processes of the
-- version before this one go on reading and writing that one until the last of them is replaced.
create table collector.test_run (
  -- Numbered with deploys, for both are listed together.
  id          bigint primary key default nextval(pg_get_serial_sequence('collector.deploy', 'id')),
  service     text collate "C" not null,
  version     text collate "C" not null,
  environment text collate "C" not null default '', -- '': nobody said
  suite       text collate "C" not null default '', -- likewise
  result      text not null check (result in ('succeeded', 'failed')),
  passed      bigint,
  failed      bigint,
  skipped     bigint,
  duration_ms bigint,
  at          timestamptz not null,
  said_by     text,
  url         text,
  noted_at    timestamptz not null
);
-- for: the newest first. Of two suites of the same version neither is the other one, told again.
create index test_run_at on collector.test_run (at, id);
create unique index test_run_once on collector.test_run
  (service, version, environment, suite, date_trunc('minute', at at time zone 'UTC'));
