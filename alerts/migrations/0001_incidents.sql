-- What is wrong: what rules found, the incidents that it adds up to, who was told, and who has taken it on.
create schema alerts;

-- Each time a rule, a digest or another job was due: the row is what keeps a second process from running it again.
create table alerts.run (
  job        text collate "C" not null,        -- 'rule:price-missing', 'digest:daily'
  due_at     timestamptz not null,             -- the instant of its schedule
  missed     integer not null default 0,       -- instants before it at which nobody ran: caught up by this one
  runner     text not null,                    -- the process
  started_at timestamptz not null,
  ended_at   timestamptz,                      -- null: under way, or its process has ended
  looked_at  integer,                          -- rows
  found      integer,                          -- that hold now, known ones included
  opened     integer,                          -- findings that were new
  resolved   integer,                          -- findings that no longer hold
  blind      text,                             -- why it could not look; nothing was concluded then
  error      text,                             -- why it failed
  primary key (job, due_at)
);
-- for: the last runs of everything, and clearing away the old ones
create index run_started on alerts.run (started_at);

create table alerts.incident (
  id               bigint generated always as identity primary key,
  rule             text collate "C" not null,
  rule_hash        text not null,              -- of the rule as it was declared when it opened
  -- What it is about beside the rule: of orders whose move is missing ('mes'), else the subject ('queue:mes.calc').
  about            text collate "C" not null,
  severity         text not null check (severity in ('info', 'warning', 'critical')),
  state            text not null check (state in ('open', 'acknowledged', 'snoozed', 'resolved')),
  shadow           boolean not null,           -- of a rule on trial: nobody is told
  title            jsonb not null,             -- { "en": …, "ru": … }
  "limit"          text,                       -- that was passed, ISO 8601 duration
  cause            text,
  suspect          boolean not null default false,
  opened_at        timestamptz not null,
  last_joined_at   timestamptz not null,       -- when something was found that was not known before
  last_seen_at     timestamptz not null,
  seen             integer not null default 1, -- by how many runs
  reopened         integer not null default 0,
  flapping         boolean not null default false,
  acknowledged_by  text,
  acknowledged_at  timestamptz,
  until            timestamptz,                -- end of the acknowledgement or of the snooze
  resolved_at      timestamptz,
  resolved_by      text,                       -- a person; null: by itself
  resolution       text,
  -- Where the escalation is: the step that comes next, how often the chain was repeated, and when; null: it rests.
  step             integer not null default 0,
  round            integer not null default 0,
  next_step_at     timestamptz,
  -- Those who were told of it have still to be told that it is over.
  farewell         boolean not null default false,
  version          integer not null default 1, -- grows with every change that systems outside are told of
  check ((state = 'resolved') = (resolved_at is not null)),
  check ((state in ('acknowledged', 'snoozed')) = (until is not null)),
  check (next_step_at is null or state = 'open')
);
-- for: what a finding joins
create index incident_about on alerts.incident (rule, about, last_joined_at);
-- for: escalation
create index incident_next_step on alerts.incident (next_step_at) where next_step_at is not null;
-- for: acknowledgements and snoozes that run out
create index incident_until on alerts.incident (until) where until is not null;
-- for: the farewells
create index incident_farewell on alerts.incident (id) where farewell;
-- for: lists
create index incident_opened on alerts.incident (opened_at desc, id desc);
create index incident_unresolved on alerts.incident (state, acknowledged_at) where state <> 'resolved';

-- One thing that a rule found: an order in one stay in a status, a queue, a source. It belongs to one incident.
create table alerts.finding (
  rule          text collate "C" not null,
  subject       text collate "C" not null,     -- 'order:ORD-1042', 'queue:mes.calc', 'source:mes', 'partner:acme', 'rule:x'
  stay          text collate "C" not null,     -- 'SUBMITTED@2026-11-20T09:12:00.000Z'; '' for what has none
  origin        text not null check (origin in ('rule', 'alertmanager')),
  order_id      text collate "C",              -- null: it is about something else
  incident_id   bigint not null references alerts.incident (id),
  severity      text not null check (severity in ('info', 'warning', 'critical')),
  status        text,
  since         timestamptz,                   -- when the stay began
  limit_at      timestamptz,                   -- which it passed
  owner         text,                          -- the system whose move is missing
  detail        jsonb,                         -- { "en": …, "ru": … }: one sentence with the numbers
  first_seen_at timestamptz not null,
  resolved_at   timestamptz,
  resolution    text,                          -- 'moved_on', 'no_longer', 'frozen', 'by_hand', 'rule_gone'
  primary key (rule, subject, stay, origin)
);
-- An order is in one stay at a time, so a rule has one open finding of it.
create unique index finding_open on alerts.finding (rule, subject, origin) where resolved_at is null;
-- for: resolving when an order moves on
create index finding_open_order on alerts.finding (order_id) where resolved_at is null and order_id is not null;
-- for: the timeline of an order
create index finding_order on alerts.finding (order_id) where order_id is not null;
-- for: the orders of an incident, longest first
create index finding_incident on alerts.finding (incident_id, since, subject);

-- What became of an incident, in order.
create table alerts.incident_event (
  id          bigint generated always as identity primary key,
  incident_id bigint not null references alerts.incident (id),
  at          timestamptz not null,
  kind        text not null check (kind in
    ('opened', 'joined', 'raised', 'reopened', 'flapping', 'acknowledged', 'acknowledgement_ended', 'snoozed', 'snooze_ended',
     'told', 'nobody_to_tell', 'silenced', 'left', 'resolved', 'note')),
  by          text,                            -- a person or a key; null: Orderwatch
  detail      jsonb not null default '{}'
);
-- for: the history of an incident
create index incident_event_incident on alerts.incident_event (incident_id, id);

-- What nobody is to be told of for a while, and whose idea that was. It always has an end.
create table alerts.silence (
  id          bigint generated always as identity primary key,
  kind        text not null check (kind in ('silence', 'maintenance')),
  match       jsonb not null,                  -- silence.ts
  from_at     timestamptz not null,
  until_at    timestamptz not null,
  author      text not null,
  reason      text not null,
  created_at  timestamptz not null,
  reminded_at timestamptz,                     -- its author was told that it ends soon
  ended_at    timestamptz,                     -- before its time
  ended_by    text,
  check (until_at > from_at)
);
-- for: those that hold now
create index silence_until on alerts.silence (until_at) where ended_at is null;

-- Somebody is away, or stands in for somebody: beside the rotations that the configuration declares.
create table alerts.on_call_override (
  id         bigint generated always as identity primary key,
  kind       text not null check (kind in ('override', 'away')),
  rotation   text,                             -- of an override
  person     text not null,                    -- who is on call; who is away
  from_at    timestamptz not null,
  until_at   timestamptz not null,
  author     text not null,
  reason     text,
  created_at timestamptz not null,
  ended_at   timestamptz,
  check (until_at > from_at),
  check ((kind = 'override') = (rotation is not null))
);
create index on_call_override_until on alerts.on_call_override (until_at) where ended_at is null;

-- What systems outside know of an incident: Alertmanager, PagerDuty, a webhook.
create table alerts.push (
  incident_id bigint not null references alerts.incident (id),
  target      text collate "C" not null,
  version     integer not null,                -- that it took last; 0: none
  renew_at    timestamptz,                     -- it forgets by then what it is not told again
  attempts    integer not null default 0,      -- since the last success, one under way included
  next_at     timestamptz,                     -- not before: it failed, or somebody is just telling it
  error       text,
  pushed_at   timestamptz,
  settled     boolean not null default false, -- it knows that the incident is over
  primary key (incident_id, target)
);
-- for: who has still to be told that it is over
create index push_open on alerts.push (target, incident_id) where not settled;

-- What the exchange orderwatch.findings is told, written in the transaction of the finding.
create table alerts.publication (
  id           bigint generated always as identity primary key,
  message_id   text collate "C" not null unique,
  routing_key  text not null,
  body         jsonb not null,
  at           timestamptz not null,
  published_at timestamptz
);
-- for: the publisher
create index publication_open on alerts.publication (id) where published_at is null;

-- How much came by the hour, of each source and partner: their rhythm.
create table alerts.rhythm (
  kind    text not null check (kind in ('source', 'partner')),
  name    text collate "C" not null,
  hour    timestamptz not null,
  events  integer not null,
  orders  integer not null,                    -- that began in it
  last_at timestamptz not null,                -- recorded
  primary key (kind, name, hour)
);

-- Batches in which events came that were known already.
create table alerts.duplicates (
  id         bigint generated always as identity primary key,
  at         timestamptz not null,
  duplicates integer not null
);
create index duplicates_at on alerts.duplicates (at);
