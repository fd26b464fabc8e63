-- What goes out: every message to a customer, a partner or somebody of the company, from the fact that causes it to the
-- provider's last word about it.
create schema notifier;

-- What happened and somebody may have to be told of, written in the transaction of the fact. Who is told what, and how,
-- is decided a moment later (planner.ts): what follows at once takes its place, and intake does not wait for it.
create table notifier.notice (
  order_id  text collate "C" not null,
  notice    text collate "C" not null,       -- as the lifecycle names it: 'order-received'
  occasion  text collate "C" not null,       -- told once for each: the status; or which delay, which reminder
  status    text,                            -- in which the order must still be; null: in any that is not its last
  event_id  text collate "C",                -- of the event that caused it
  at        timestamptz not null,            -- when that happened
  noted_at  timestamptz not null,            -- when we knew
  due_at    timestamptz not null,            -- planned then
  variables text,                            -- JSON, sealed: what the order itself does not tell, such as the new date
  state     text not null default 'waiting' check (state in ('waiting', 'planned', 'dropped')),
  reason    text,                            -- why nobody is told
  primary key (order_id, notice, occasion)
);
-- for: the planner
create index notice_due on notifier.notice (due_at, order_id) where state = 'waiting';

-- The outbox. A row is one message to one recipient over one channel; the primary key is what makes it the only one.
create table notifier.message (
  about         text collate "C" not null,   -- the order; else what it is about: 'incident:31'
  id            text collate "C" not null,   -- of about, occasion, recipient, channel and template: message.ts
  kind          text not null check (kind in ('customer', 'partner', 'staff')),
  template      text not null,
  occasion      text not null,
  status        text,                        -- in which the order must still be when it is sent; null: in any
  event_id      text collate "C",
  channel       text not null check (channel in ('email', 'sms', 'telegram', 'slack', 'webhook')),
  recipient     text collate "C" not null,   -- 'customer:C-7', 'partner:acme', 'staff:olga'; 'order:ORD-1' where no id is known
  address       text not null,               -- sealed
  address_hash  bytea not null,
  locale        text not null,
  zone          text not null,
  urgent        boolean not null,            -- goes out in quiet hours, too
  variables     text not null,               -- JSON, sealed
  fact_at       timestamptz not null,        -- when what it tells became known
  queued_at     timestamptz not null,
  not_before    timestamptz not null,
  expires_at    timestamptz not null,        -- useless from then on
  state         text not null check (state in
    ('queued', 'sending', 'sent', 'delivered', 'failed', 'unknown', 'dead', 'dropped', 'dry_run')),
  reason        text,                        -- reasons.ts: of all states but queued, sending, sent and delivered
  detail        text,                        -- sealed: the provider's words
  attempts      integer not null default 0,
  claimed_by    text,
  claimed_until timestamptz,
  provider      text,
  provider_id   text collate "C",
  subject       text,                        -- sealed, like body: as it went out; cleared after the retention
  body          text,
  sent_at       timestamptz,
  settled_at    timestamptz,                 -- of the last change of state that ends it, or seems to
  primary key (about, id),
  check ((state = 'sending') = (claimed_until is not null))
);
-- for: workers, the one that has waited longest first; and how many wait, since when
create index message_queued on notifier.message (channel, not_before, about, id) where state = 'queued';
-- for: urgent ones that should go another way, for their channel has failed them three times
create index message_urgent on notifier.message (about, id) where state = 'queued' and urgent and attempts >= 3;
-- for: claims of workers that died
create index message_claimed on notifier.message (claimed_until) where state = 'sending';
-- for: the list of messages, newest first
create index message_list on notifier.message (queued_at desc, about, id);
-- for: what a person has to look at
create index message_troubled on notifier.message (queued_at desc, about, id)
  where state in ('unknown', 'dead', 'failed');
-- for: one message by its id alone
create index message_id on notifier.message (id);
-- for: receipts
create index message_provider_id on notifier.message (provider_id) where provider_id is not null;
-- for: how many somebody got lately; everything about somebody
create index message_recipient on notifier.message (recipient, queued_at);
-- for: bodies whose time is over
create index message_body on notifier.message (settled_at) where body is not null;

-- What happened to a message, beyond what its row says: attempts that failed, receipts, people's resends.
create table notifier.message_event (
  about      text collate "C" not null,
  message_id text collate "C" not null,
  key        text collate "C" not null,      -- 'attempt:3', or the provider's own: the same word is kept once
  at         timestamptz not null,
  noted_at   timestamptz not null,
  kind       text not null check (kind in ('attempt', 'receipt', 'lookup', 'resend', 'fallback')),
  state      text,                           -- that it led to, or would have
  reason     text,
  detail     text,                           -- sealed: the provider's words
  primary key (about, message_id, key),
  foreign key (about, message_id) references notifier.message (about, id)
);

-- What providers call back with, kept before it is looked at: the answer to them does not wait. Not of the hot path, and
-- in nobody's order: which message it is about shows later.
create table notifier.receipt (
  id          bigint generated always as identity primary key,
  provider    text not null,
  key         text collate "C" not null,     -- the same one again is a duplicate
  payload     text not null,                 -- JSON, sealed
  received_at timestamptz not null,
  worked_at   timestamptz,
  outcome     text,
  unique (provider, key)
);
-- for: those still to be worked off
create index receipt_open on notifier.receipt (id) where worked_at is null;

-- Addresses that nothing is sent to. A hash, so that an opt-out outlives the customer's data. A row a reason: what is
-- taken back of one of them, by who opts in again, leaves the others.
create table notifier.suppression (
  channel      text not null,
  address_hash bytea not null,
  reason       text not null check (reason in ('opted_out', 'hard_bounce', 'complaint', 'invalid_address', 'blocked')),
  since        timestamptz not null,
  primary key (channel, address_hash, reason)
);

-- What somebody wants. Absent: what the configuration says.
create table notifier.preference (
  recipient   text collate "C" primary key,
  channels    jsonb,                         -- { "order-received": ["sms"], "*": ["email"] }; [] is: nothing of that
  locale      text,
  zone        text,
  quiet_hours jsonb,                         -- { "from": "21:00", "to": "08:00" }; {} is: none
  updated_at  timestamptz not null
);

-- Telegram chats that somebody has linked by a signed /start token.
create table notifier.telegram_chat (
  recipient  text collate "C" primary key,
  chat       text not null,                  -- sealed
  chat_hash  bytea not null,
  locale     text,
  linked_at  timestamptz not null
);
-- for: whose chat it is that writes to us
create index telegram_chat_hash on notifier.telegram_chat (chat_hash);

-- How the webhooks of partners fare.
create table notifier.partner_endpoint (
  partner       text collate "C" primary key,
  failing_since timestamptz,                 -- the first failure after the last success
  disabled_at   timestamptz
);
