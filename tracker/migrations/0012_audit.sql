-- What people did to orders and to Orderwatch itself: who, what, from where, why. A chain: each row holds the hash of the
-- one before it and is hashed with it, so that a row that was changed, taken out or put in shows (`orderwatch audit verify`).
create table tracker.audit (
  sequence     bigint primary key check (sequence > 0),  -- 1, 2, 3 …: without a gap, since whoever writes holds a lock
  at           timestamptz not null,
  who          text not null,
  role         text,
  from_address text,                                      -- from where: an IP address; null at the command line
  action       text not null,                             -- 'order.corrected'
  subject_kind text not null,
  subject_id   text collate "C" not null,
  reason       text,
  before       jsonb,
  after        jsonb,
  previous     bytea not null check (octet_length(previous) = 32),
  hash         bytea not null check (octet_length(hash) = 32)
);
-- for: what was done to one order, incident, rule …
create index audit_subject on tracker.audit (subject_kind, subject_id, sequence);
-- for: what somebody did
create index audit_who on tracker.audit (who, sequence);
-- for: one sort of change
create index audit_action on tracker.audit (action, sequence);
-- for: a stretch of time
create index audit_at on tracker.audit using brin (at);

-- Where the chain ends, kept apart from it: rows that are taken off its end leave every other link whole. The next row
-- goes on from here, so that they are missed for ever.
create table tracker.audit_head (
  one      boolean primary key default true check (one),
  sequence bigint not null,
  hash     bytea not null
);
insert into tracker.audit_head (sequence, hash) values (0, decode(repeat('00', 32), 'hex'));

create function tracker.refuse_audit_change() returns trigger language plpgsql as $$
begin
  raise exception using errcode = 'insufficient_privilege', message = 'the audit log is only ever added to';
end $$;

create trigger audit_append_only before update or delete or truncate on tracker.audit
  for each statement execute function tracker.refuse_audit_change();
create trigger audit_head_stays before delete or truncate on tracker.audit_head
  for each statement execute function tracker.refuse_audit_change();

-- Whoever else may work on this database reads the log and adds to it.
revoke all on tracker.audit, tracker.audit_head from public;
