import type { Db } from '../../platform/postgres.ts';
import type { OrderKey } from '../../tracker/event.ts';
import type { Cause, Evidence } from '../evidence.ts';
import { queueLink } from '../evidence-links.ts';
import type { AskedOrder, EvidenceProvider, Facts } from '../evidence-provider.ts';
import type { DeadLetter, DeadLetterQueue, EvidenceReaders } from '../evidence-readers.ts';
import { namesOf } from './names.ts';
import { ofEach } from './of-each.ts';
import { CONTEXT, WEIGHTS } from './weights.ts';

/** A message is under way for a while, and the broker says when it died to the second. */
const SLACK_MS = 3_600_000;

/** A message of the order lies in a queue for dead letters. */
export function deadLetters(db: Db, { readDeadLetters }: Pick<EvidenceReaders, 'readDeadLetters'>): EvidenceProvider {
  return {
    name: 'dead-letters',
    look: async (facts, orders): Promise<ReadonlyMap<OrderKey, readonly Evidence[]>> => {
      if (facts.deadLetterQueues.length === 0) return new Map();
      const letters = await readDeadLetters(db, [...new Set(orders.flatMap(namesOf))]);
      return ofEach('dead-letters', orders, order => {
        const names = new Set(namesOf(order));
        const own = letters.filter(letter => letter.orders.some(name => names.has(name)));
        return own.length > 0 ? letterOf(own, order, facts) : unseenQueueOf(order, facts);
      });
    },
  };
}

/** The one that the order waits for came after its stay began. */
function letterOf(
  own: readonly DeadLetter[],
  { orderId, since }: AskedOrder,
  facts: Facts,
): Omit<Evidence, 'provider'> {
  const diedAt = ({ deadAt, seenAt }: DeadLetter) => deadAt ?? seenAt;
  const newest = own.reduce((last, one) => (diedAt(one) > diedAt(last) ? one : last));
  const explains = since === null || diedAt(newest) >= since - SLACK_MS;
  const { queue, status, type, source, reason, diedIn } = newest;
  const what = status ?? type;
  const said = {
    en: what === null ? 'A message' : `The message ${what}`,
    ru: what === null ? 'Сообщение' : `Сообщение ${what}`,
  };
  const from = source === null ? { en: '', ru: '' } : { en: ` from ${source}`, ru: ` от ${source}` };
  const why = [diedIn, reason].filter(Boolean).join(', ');
  return {
    kind: 'dead_letters',
    weight: explains ? WEIGHTS.dead_letters : CONTEXT,
    at: diedAt(newest),
    text: {
      en: `${said.en} about ${orderId}${from.en} lies in ${queue}${why === '' ? '' : ` (${why})`}.`,
      ru: `${said.ru} о ${orderId}${from.ru} лежит в ${queue}${why === '' ? '' : ` (${why})`}.`,
    },
    link: queueLink(queue, facts.queues),
    cause: explains ? deadLettersCause(queue, facts, diedIn) : null,
    blinds: explains,
  };
}

/** Of the system that the order waits for, and nobody knows whose they are. */
function unseenQueueOf(
  { owner }: AskedOrder,
  { deadLetterQueues, consumerOf, queues }: Facts,
): Omit<Evidence, 'provider'> | null {
  const queue = deadLetterQueues.find(one => !one.lookedInto && owner !== null && consumerOf(one.name) === owner);
  if (!queue) return null;
  return {
    kind: 'dead_letters',
    weight: CONTEXT,
    at: queue.since,
    text: {
      en: `${counted(queue.messages)} in ${queue.name}; whose is not looked at, since a look counts as a delivery.`,
      ru: `Недоставленных сообщений в ${queue.name}: ${queue.messages}; чьи они, не проверяется: просмотр считался бы доставкой.`,
    },
    link: queueLink(queue.name, queues),
    cause: null,
    blinds: false,
  };
}

export function deadLettersCause(queue: string, facts: Facts, diedIn: string | null = null): Cause {
  const messages = messagesIn(queue, facts);
  return {
    key: `dead:${queue}`,
    text: { en: `${counted(messages)} in ${queue}.`, ru: `Недоставленных сообщений в ${queue}: ${messages}.` },
    isShared: true,
    system: (diedIn === null ? null : facts.consumerOf(diedIn)) ?? facts.consumerOf(queue),
  };
}

function counted(messages: number): string {
  return messages === 1 ? '1 dead letter' : `${messages} dead letters`;
}

export function messagesIn(queue: string, { queues, deadLetterQueues }: Facts): number {
  const known: DeadLetterQueue | undefined = deadLetterQueues.find(({ name }) => name === queue);
  return known?.messages ?? queues.find(({ name }) => name === queue)?.messages ?? 0;
}
