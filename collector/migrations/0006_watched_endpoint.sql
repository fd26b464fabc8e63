-- Addresses that have to answer, as they were found when they were asked last.
create table collector.watched_endpoint (
  name       text collate "C" primary key,   -- as the configuration has it
  system     text collate "C",               -- whose it is; null: nobody's in particular
  up         boolean not null,
  since      timestamptz not null,           -- so long it has been up, or not
  status     integer,                        -- of the last answer; null: none came
  latency_ms double precision,
  obstacle   text,                           -- why it is not up
  recent     jsonb not null,                 -- [{ "up": …, "ms": … }], the last 60 questions, the oldest first
  sampled_at timestamptz not null
);
