-- Why something was found, and how sure it is. Incidents from before know neither.
alter table alerts.incident
  -- What most likely caused it: { "en": …, "ru": … }.
  alter column cause type jsonb using null,
  -- The same cause has the same key, whichever rule found what it did: 'consumers:mes.inbox', 'silence:mes'.
  add column cause_key text collate "C",
  add column cause_ended_at timestamptz,       -- it is no longer so; what is still stuck then may have another reason
  add column storm boolean not null default false, -- so much at once that it is one matter, whatever caused it
  -- Whether customers are told of delays of its orders: as usual, or only when a person has said so.
  add column customers text not null default 'usual' check (customers in ('usual', 'held', 'released', 'refused')),
  add column customers_by text,
  add column customers_at timestamptz,
  -- Whether it was real, as somebody who looked at it said.
  add column verdict text check (verdict in ('real', 'not_real', 'our_data')),
  add column verdict_by text,
  add column verdict_at timestamptz,
  add column merged_into bigint references alerts.incident (id), -- it turned out to be the same matter
  add check ((verdict is null) = (verdict_at is null)),
  add check (merged_into is null or state = 'resolved');
-- for: what has the same cause joins it
create index incident_cause on alerts.incident (cause_key) where cause_key is not null and state <> 'resolved';
-- for: how often a rule was right
create index incident_verdict on alerts.incident (rule, verdict_at) where verdict is not null;

alter table alerts.finding
  add column cause_key text collate "C",
  -- Why what we know may be late or wrong: { "en": …, "ru": … }; null: nothing speaks against it.
  add column suspect jsonb,
  -- How long such stays usually are: tracker/usual.ts.
  add column usual jsonb;

alter table alerts.incident_event drop constraint incident_event_kind_check, add constraint incident_event_kind_check
  check (kind in
    ('opened', 'joined', 'raised', 'reopened', 'flapping', 'acknowledged', 'acknowledgement_ended', 'snoozed', 'snooze_ended',
     'told', 'nobody_to_tell', 'silenced', 'left', 'resolved', 'note',
     'cause', 'cause_ended', 'parted', 'merged', 'storm', 'suspect', 'trusted', 'customers', 'verdict'));

-- What is said of orders has a rhythm, too: how often an order comes into a status.
alter table alerts.rhythm drop constraint rhythm_kind_check, add constraint rhythm_kind_check
  check (kind in ('source', 'partner', 'status'));
