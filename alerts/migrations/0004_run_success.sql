-- for: since when a rule has to look, asked every second: of one that has been blind or failing for a week all its runs
-- were read.
create index run_succeeded on alerts.run (job, due_at)
  where ended_at is not null and error is null and blind is null;
