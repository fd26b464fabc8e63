-- How late what a source says may come, after what it said later about the same order: measured once an hour. What
-- usually comes late is not lost.
create table tracker.lateness (
  source      text collate "C" primary key,
  p999_ms     bigint not null,
  samples     integer not null check (samples > 0), -- events that came late
  measured_at timestamptz not null
);
