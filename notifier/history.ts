import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import { type OrderKey, OWN_SOURCE } from '../tracker/event.ts';
import type { Vault } from '../tracker/personal-data.ts';
import type { Message, MessageState } from './message.ts';
import type { NotedEvent } from './message-list.ts';
import { channelInWords, messageTitle, reasonInWords, recipientInWords, STATE_WORDS } from './message-words.ts';
import { isReminder } from './reminder.ts';

/** What was told to whom, as a line of an order's timeline. */
export type MessageItem = {
  at: Instant;
  recordedAt: Instant;
  kind: 'message';
  by: string;
  title: string;
  detail: string;
  /** Of the message; of a notice that became none, of the notice. */
  eventId: string;
  data: Readonly<Record<string, unknown>>;
  /** A person did it here. */
  manual: boolean;
};

type Row = Pick<
  Message,
  | 'id'
  | 'template'
  | 'channel'
  | 'recipient'
  | 'state'
  | 'reason'
  | 'detail'
  | 'provider'
  | 'queuedAt'
  | 'notBefore'
  | 'sentAt'
  | 'settledAt'
  | 'eventId'
> & { events: NotedEvent[] };

/** All that was told about an order that stands under these keys, or was not, and why; oldest first. */
export async function readMessageItems(db: Db, keys: readonly OrderKey[], vault: Vault): Promise<MessageItem[]> {
  const messages = await readHistories(db, keys, vault);
  const notices = await readUntold(db, keys);
  return [...messages.flatMap(messageItems), ...notices.filter(isWorthTelling).map(noticeItem)].sort(
    (a, b) => a.at - b.at,
  );
}

/** One line each time that something became of it. */
export function messageItems(message: Row): MessageItem[] {
  const items = [queuedItem(message), ...message.events.flatMap(event => eventItem(message, event))];
  // An event of the same instant tells the same, and more of it.
  const isTold = (state: MessageState, at: Instant) =>
    message.events.some(event => event.state === state && event.at === at && !isNoNews(event));
  if (message.sentAt !== null && message.state !== 'unknown' && !isTold('sent', message.sentAt)) {
    items.push(
      item(message, message.sentAt, 'sent', STATE_WORDS.sent, message.provider ? `By ${message.provider}` : ''),
    );
  }
  if (message.settledAt !== null && OVER.includes(message.state) && !isTold(message.state, message.settledAt)) {
    items.push(item(message, message.settledAt, message.state, STATE_WORDS[message.state], why(message)));
  }
  return items.sort((a, b) => a.at - b.at);
}

const OVER: readonly MessageState[] = ['delivered', 'failed', 'unknown', 'dead', 'dropped', 'dry_run'];

function queuedItem(message: Row): MessageItem {
  const waits = message.state === 'queued' ? reasonInWords(message.reason) : '';
  const to = `To ${recipientInWords(message.recipient)}`;
  return item(message, message.queuedAt, 'queued', STATE_WORDS.queued, [to, waits].filter(Boolean).join('. '));
}

function eventItem(message: Row, event: NotedEvent): MessageItem[] {
  const line = (step: Step, title: string, detail = why(event)) => [
    { ...item(message, event.at, step, title, detail), recordedAt: event.notedAt, manual: step === 'resent' },
  ];
  switch (event.kind) {
    case 'attempt':
      if (event.state === 'queued') return line('retried', 'did not get through, and is tried again');
      return event.state === null ? [] : line(event.state, STATE_WORDS[event.state]);
    case 'receipt':
      return receiptItem(message, event);
    case 'lookup':
      return line('looked_up', 'looked up at the provider');
    case 'resend':
      return line('resent', 'is sent again by hand');
    case 'fallback':
      // Its reason names the channel.
      return event.reason === null ? [] : line('fallback', `goes out as ${channelInWords(event.reason)} instead`, '');
    default:
      return event.kind satisfies never;
  }
}

/** That a provider has what we gave it. */
function isNoNews({ kind, state }: NotedEvent): boolean {
  return kind === 'receipt' && state === 'sent';
}

function receiptItem(message: Row, event: NotedEvent): MessageItem[] {
  if (isNoNews(event)) return [];
  const title = event.state === null ? 'has news from the provider' : STATE_WORDS[event.state];
  return [{ ...item(message, event.at, event.state ?? 'news', title, why(event)), recordedAt: event.notedAt }];
}

/** In plain words, then in the provider's. */
function why({ reason, detail }: { reason: string | null; detail: string | null }): string {
  return [reasonInWords(reason), detail].filter(Boolean).join('. ');
}

/** What became of it, for those who put it in words of their own. */
type Step = MessageState | 'retried' | 'looked_up' | 'resent' | 'fallback' | 'news';

function item(message: Row, at: Instant, step: Step, what: string, detail: string): MessageItem {
  const { id, channel, template, recipient, state, eventId, reason } = message;
  return {
    at,
    recordedAt: at,
    kind: 'message',
    by: OWN_SOURCE,
    title: `${messageTitle(message)} ${what}`,
    detail,
    eventId: id,
    data: { message: id, channel, template, recipient, state, eventId, step, reason },
    manual: false,
  };
}

type Untold = {
  notice: string;
  occasion: string;
  state: string;
  reason: string | null;
  at: Instant;
  noted_at: Instant;
};

/** That a reminder was not needed is what everybody hopes for. */
function isWorthTelling(notice: Untold): boolean {
  return !(isReminder(notice) && notice.state === 'dropped' && notice.reason === 'superseded');
}

/** The support asks what a customer was told, and why not: what nobody was told of belongs there. */
function noticeItem({ notice, occasion, state, reason, at, noted_at }: Untold): MessageItem {
  const isWaiting = state === 'waiting';
  return {
    at,
    recordedAt: noted_at,
    kind: 'message',
    by: OWN_SOURCE,
    title: isWaiting
      ? `“${notice.replaceAll('-', ' ')}” will be told`
      : `Nobody was told “${notice.replaceAll('-', ' ')}”`,
    detail: isWaiting ? waitsFor({ occasion }) : reasonInWords(reason),
    eventId: `notice:${notice}:${occasion}`,
    data: { notice, occasion, state, reason },
    manual: false,
  };
}

function waitsFor(notice: { occasion: string }): string {
  return isReminder(notice) ? 'Unless the order moves on before' : 'Waits a moment for what may follow';
}

async function readUntold(db: Db, keys: readonly OrderKey[]): Promise<Untold[]> {
  const { rows } = await db.query<Untold>(
    `select n.notice, n.occasion, n.state, n.reason, n.at, n.noted_at from notifier.notice n
      where n.order_id = any ($1::text[]) and n.state <> 'planned'
      order by n.at, n.notice, n.occasion`,
    [keys],
  );
  return rows;
}

type HistoryRow = Pick<
  Row,
  'id' | 'template' | 'channel' | 'recipient' | 'state' | 'reason' | 'detail' | 'provider'
> & {
  event_id: string | null;
  queued_at: Instant;
  not_before: Instant;
  sent_at: Instant | null;
  settled_at: Instant | null;
  about: string;
};

async function readHistories(db: Db, keys: readonly OrderKey[], vault: Vault): Promise<Row[]> {
  const { rows } = await db.query<HistoryRow>(
    `select m.about, m.id, m.template, m.channel, m.recipient, m.state, m.reason, m.detail, m.provider, m.event_id,
            m.queued_at, m.not_before, m.sent_at, m.settled_at
       from notifier.message m where m.about = any ($1::text[]) order by m.queued_at, m.id`,
    [keys],
  );
  const { rows: events } = await db.query<Omit<NotedEvent, 'notedAt'> & { noted_at: Instant; message: string }>(
    `select e.about || ' ' || e.message_id as message, e.key, e.at, e.noted_at, e.kind, e.state, e.reason, e.detail
       from notifier.message_event e where e.about = any ($1::text[]) order by e.at, e.noted_at, e.kind = 'fallback', e.key`,
    [keys],
  );
  const open = (kept: string | null) => (kept === null ? null : vault.openText(kept));
  const byMessage = Map.groupBy(events, ({ message }) => message);
  return rows.map(({ about, event_id, queued_at, not_before, sent_at, settled_at, ...row }) => ({
    ...row,
    detail: open(row.detail),
    eventId: event_id,
    queuedAt: queued_at,
    notBefore: not_before,
    sentAt: sent_at,
    settledAt: settled_at,
    events: (byMessage.get(`${about} ${row.id}`) ?? []).map(({ message: _of, noted_at, detail, ...event }) => ({
      ...event,
      notedAt: noted_at,
      detail: open(detail),
    })),
  }));
}
