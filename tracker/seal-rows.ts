import type { Db } from '../platform/postgres.ts';
import type { OrderEvent } from './event.ts';
import { openCustomer, PERSONAL_FIELDS, sealCustomer, type Vault } from './personal-data.ts';

/** Seals what stands in the ledger as it is, from before there was a key. Who calls it holds the orders. */
export async function sealOldEvents(tx: Db, events: readonly OrderEvent[], vault: Vault): Promise<void> {
  if (vault.key === null) return;
  const plain = events.filter(event => isPlain(event, vault));
  if (plain.length === 0) return;
  await tx.query(
    `update tracker.order_event e set customer = sealed.customer
       from unnest($1::text[], $2::text[], $3::jsonb[]) as sealed (order_id, event_id, customer)
      where e.order_id = sealed.order_id and e.event_id = sealed.event_id
        -- Unless it was forgotten meanwhile.
        and e.customer ?| $4`,
    [
      plain.map(event => event.key),
      plain.map(event => event.eventId),
      plain.map(event => JSON.stringify(sealCustomer(vault, openCustomer(vault, event.customer!)))),
      PERSONAL_FIELDS,
    ],
  );
}

function isPlain({ customer }: OrderEvent, vault: Vault): boolean {
  return PERSONAL_FIELDS.some(field => {
    const kept = customer?.[field];
    return typeof kept === 'string' && vault.openText(kept) === kept;
  });
}
