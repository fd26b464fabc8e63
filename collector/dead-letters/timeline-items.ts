import type { Instant } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';
import { readQuarantined } from '../quarantine-groups.ts';
import { type KnownDeadLetter, readDeadLetters } from './dead-letter-rows.ts';

/** A message about an order that reached nobody and still lies somewhere, as a line of the order's timeline. */
export type LostMessageItem = {
  at: Instant;
  recordedAt: Instant;
  kind: 'deadLetter';
  by: string;
  title: string;
  detail: string;
  /** `deadLetter:<digest>` or `quarantine:<id>`. */
  eventId: string;
  data: Readonly<Record<string, unknown>>;
  manual: false;
};

const BROKER = 'rabbitmq';

/** Those that lie in queues for dead letters and in quarantine, by all names that the ledger has for the order. */
export async function readLostMessages(db: Db, names: readonly string[]): Promise<LostMessageItem[]> {
  const letters = await readDeadLetters(db, names);
  const unread = await readQuarantined(db, names);
  return [...letters.map(letterItem), ...unread.map(unreadItem)];
}

function letterItem(letter: KnownDeadLetter): LostMessageItem {
  const { queue, digest, type, status, source, diedIn, reason, deaths, deadAt, seenAt } = letter;
  const what = status ?? type;
  const often = deaths === null || deaths < 2 ? '' : ` ×${deaths}`;
  const died = [reason && `${reason}${often}`, `it lies in ${queue}`].filter(Boolean).join('; ');
  return {
    at: deadAt ?? seenAt,
    recordedAt: seenAt,
    kind: 'deadLetter',
    by: BROKER,
    title: `${what === null ? 'A message' : `The message ${what}`} died${diedIn === null ? '' : ` in ${diedIn}`}`,
    detail: `${died.charAt(0).toUpperCase()}${died.slice(1)}`,
    eventId: `deadLetter:${digest}`,
    data: { lies: 'deadLetterQueue', queue, diedIn, reason, deaths, status, type, source },
    manual: false,
  };
}

function unreadItem({ id, reasonKind, what, source, receivedAt }: Unread): LostMessageItem {
  const from = source === null ? '' : ` from ${source}`;
  return {
    at: receivedAt,
    recordedAt: receivedAt,
    kind: 'deadLetter',
    by: source ?? BROKER,
    title: `A message${from} was not understood`,
    detail: `It waits in quarantine: ${[reasonKind.replaceAll('_', ' '), what].filter(Boolean).join(' ')}`,
    eventId: `quarantine:${id}`,
    data: { lies: 'quarantine', quarantine: id, reasonKind, what, source },
    manual: false,
  };
}

type Unread = Awaited<ReturnType<typeof readQuarantined>>[number];
