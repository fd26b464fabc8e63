-- What somebody has looked at and decided is not worth recording is taken out of what waits, and can be put back.
alter table collector.quarantine
  add column dismissed_at  timestamptz,
  add column dismissed_by  text,
  add column dismissed_why text,
  -- One decision about many messages, so that it can be taken back as a whole.
  add column dismissal     text collate "C",
  add constraint quarantine_dismissed_whole
    check (num_nulls(dismissed_at, dismissed_by, dismissed_why, dismissal) in (0, 4));

-- What waits is now what was neither recorded nor dismissed.
drop index collector.quarantine_open;
drop index collector.quarantine_open_groups;
drop index collector.quarantine_open_mentions;
-- for: the list and the count of what is still open
create index quarantine_open on collector.quarantine (id) where replayed_at is null and dismissed_at is null;
-- for: what waits, by what it has in common
create index quarantine_open_groups on collector.quarantine
  (fingerprint, reason_kind, received_at, last_received_at) where replayed_at is null and dismissed_at is null;
-- for: the newest of what waits for the same reason
create index quarantine_open_cause on collector.quarantine
  ((coalesce(fingerprint, reason_kind)), id) where replayed_at is null and dismissed_at is null;
-- for: can a message of this order not be read?
create index quarantine_open_mentions on collector.quarantine
  using gin (mentions) where replayed_at is null and dismissed_at is null;
-- for: taking a decision back
create index quarantine_dismissal on collector.quarantine (dismissal) where dismissal is not null;
