import type { Db } from '../../platform/postgres.ts';
import type { OrderKey } from '../../tracker/event.ts';
import type { Cause, Evidence } from '../evidence.ts';
import type { AskedOrder, EvidenceProvider, Facts } from '../evidence-provider.ts';
import type { EvidenceReaders, QuarantinedMessage, QuarantineGroup } from '../evidence-readers.ts';
import { quarantineInWords, reasonInWords, saidBy } from '../quarantine-words.ts';
import { namesOf } from './names.ts';
import { ofEach } from './of-each.ts';
import { CONTEXT, WEIGHTS } from './weights.ts';

/** What came before the stay began is not what the order waits for; messages overtake each other. */
const SLACK_MS = 3_600_000;

/** A message of the order can't be read. */
export function quarantined(db: Db, { readQuarantined }: Pick<EvidenceReaders, 'readQuarantined'>): EvidenceProvider {
  return {
    name: 'quarantined',
    look: async (facts, orders): Promise<ReadonlyMap<OrderKey, readonly Evidence[]>> => {
      if (facts.quarantine.length === 0) return new Map();
      const messages = await readQuarantined(db, [...new Set(orders.flatMap(namesOf))]);
      return ofEach('quarantined', orders, order => {
        const names = new Set(namesOf(order));
        const own = messages.filter(message => message.names.some(name => names.has(name)));
        const newest = own.reduce<QuarantinedMessage | null>(
          (last, one) => (last === null || one.receivedAt > last.receivedAt ? one : last),
          null,
        );
        return newest && messageOf(newest, order, facts);
      });
    },
  };
}

function messageOf(message: QuarantinedMessage, order: AskedOrder, facts: Facts): Omit<Evidence, 'provider'> {
  const explains = order.since === null || message.receivedAt >= order.since - SLACK_MS;
  const group = facts.quarantine.find(({ fingerprint }) => fingerprint === message.fingerprint);
  const others = (group?.count ?? 1) - 1;
  const why = reasonInWords(message);
  const from = saidBy(message.source);
  return {
    kind: 'quarantined',
    weight: explains ? WEIGHTS.quarantined : CONTEXT,
    at: message.receivedAt,
    text: {
      en: `A message${from.en} about ${order.orderId} can't be read: ${why.en}${others === 0 ? '' : `; ${others} more like it`}.`,
      ru: `Сообщение${from.ru} о ${order.orderId} не прочитать: ${why.ru}${others === 0 ? '' : `; ещё таких: ${others}`}.`,
    },
    link: `/quarantine/${message.id}`,
    cause: explains ? quarantineCause(group ?? { ...message, count: 1 }) : null,
    blinds: explains,
  };
}

export function quarantineCause(
  group: Pick<QuarantineGroup, 'fingerprint' | 'reasonKind' | 'what' | 'source' | 'count'>,
): Cause {
  return {
    key: `quarantine:${group.fingerprint}`,
    text: quarantineInWords(group),
    isShared: true,
    system: group.source,
  };
}
