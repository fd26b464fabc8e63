import type { Db } from '../../platform/postgres.ts';
import type { OrderKey } from '../../tracker/event.ts';
import type { LocalizedText } from '../../tracker/lifecycle.ts';
import type { Cause, Evidence } from '../evidence.ts';
import type { AskedOrder, EvidenceProvider, Facts } from '../evidence-provider.ts';
import type { EvidenceReaders, QuarantinedMessage, QuarantineGroup } from '../evidence-readers.ts';
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

function messageOf(message: QuarantinedMessage, { since }: AskedOrder, facts: Facts): Omit<Evidence, 'provider'> {
  const explains = since === null || message.receivedAt >= since - SLACK_MS;
  const group = facts.quarantine.find(({ fingerprint }) => fingerprint === message.fingerprint);
  const others = (group?.count ?? 1) - 1;
  const why = whyOf(message);
  return {
    kind: 'quarantined',
    weight: explains ? WEIGHTS.quarantined : CONTEXT,
    at: message.receivedAt,
    text: {
      en: `A message of this order can't be read: ${why}${others === 0 ? '' : `; so can't ${others} others`}.`,
      ru: `Сообщение этого заказа не читается: ${why}${others === 0 ? '' : `; как и другие, их ${others}`}.`,
    },
    link: `/quarantine/${message.id}`,
    cause: explains ? quarantineCause(group ?? { ...message, count: 1 }) : null,
    blinds: explains,
  };
}

export function quarantineCause(
  group: Pick<QuarantineGroup, 'fingerprint' | 'reasonKind' | 'what' | 'source' | 'count'>,
): Cause {
  const why = whyOf(group);
  const text: LocalizedText = {
    en: `${group.count} messages can't be read: ${why}.`,
    ru: `Не читаются сообщения, их ${group.count}: ${why}.`,
  };
  return { key: `quarantine:${group.fingerprint}`, text, isShared: true, system: group.source };
}

/** `unknown_status PRICED, mes`. */
function whyOf({ reasonKind, what, source }: Pick<QuarantineGroup, 'reasonKind' | 'what' | 'source'>): string {
  return `${reasonKind}${what === null ? '' : ` ${what}`}${source === null ? '' : `, ${source}`}`;
}
