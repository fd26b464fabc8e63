-- How late what a source says may come, after what it said later about the same order: measured once an hour. What
-- usually comes late is not lost.
create table tracker.lateness (
  source      text collate "C" primary key,
  p999_ms     bigint not null,
  samples     integer not null,              -- events that came late
  before_ms   bigint not null,               -- what the measurement before this one said
  measured_at timestamptz not null
);
