import type { Instant } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';
import type { OrderKey } from '../../tracker/event.ts';
import type { LocalizedText } from '../../tracker/lifecycle.ts';
import type { Evidence } from '../evidence.ts';
import { incidentLink } from '../evidence-links.ts';
import type { EvidenceProvider } from '../evidence-provider.ts';

const WEIGHT = 35;

type Membership = { orderId: OrderKey; incident: number; title: LocalizedText; since: Instant };

/** The incidents that the order is open in. */
export function inIncidents(db: Db): EvidenceProvider {
  return {
    name: 'in-incidents',
    look: async (_, orders) => {
      const found = await readMemberships(
        db,
        orders.map(({ orderId }) => orderId),
      );
      const byOrder = Map.groupBy(found, ({ orderId }) => orderId);
      return new Map([...byOrder].map(([orderId, incidents]) => [orderId, incidents.map(evidenceOf)]));
    },
  };
}

function evidenceOf({ incident, title, since }: Membership): Evidence {
  return {
    provider: 'in-incidents',
    kind: 'incident',
    weight: WEIGHT,
    at: since,
    text: {
      en: `It is in incident ${incident}: ${title.en}.`,
      ru: `Он в инциденте ${incident}: ${title.ru}.`,
    },
    link: incidentLink(incident),
    cause: null,
    blinds: false,
  };
}

async function readMemberships(db: Db, ids: readonly OrderKey[]): Promise<Membership[]> {
  const { rows } = await db.query<Membership>(
    `select mine."orderId", mine.incident, i.title, mine.since
       from (select f.order_id as "orderId", f.incident_id as incident, min(f.first_seen_at) as since
               from alerts.finding f
              where f.order_id = any ($1::text[]) and f.resolved_at is null group by 1, 2) as mine
       join alerts.incident i on i.id = mine.incident
      order by mine."orderId", mine.since, mine.incident`,
    [ids],
  );
  return rows;
}
