alter table notifier.message
  -- Somebody wants it to go out although it is not true any more: who insists has been told so.
  add column insisted boolean not null default false,
  -- What it was when somebody took it out, so that it can be put back; null: nobody did.
  add column dismissed_state  text check (dismissed_state in ('queued', 'dead')),
  add column dismissed_reason text;

-- How each channel fares in each process that sends, so that any other one can say it. A process that has ended says
-- nothing any more: its last word goes out of date, and what it has sent last is remembered for a week.
create table notifier.channel_health (
  channel        text not null check (channel in ('email', 'sms', 'telegram', 'slack', 'webhook')),
  worker         text collate "C" not null,
  provider       text,                       -- null: none is set up
  state          text not null check (state in ('up', 'down', 'dry')),
  since          timestamptz not null,       -- so long it has been so
  last_sent_at   timestamptz,
  last_failed_at timestamptz,
  last_reason    text,                       -- of that failure: reasons.ts
  seen_at        timestamptz not null,
  primary key (channel, worker)
);
