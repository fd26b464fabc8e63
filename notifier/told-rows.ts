import type { Db } from '../platform/postgres.ts';
import type { OrderKey } from '../tracker/event.ts';
import type { Recipient } from './message.ts';

type Telling = { about: OrderKey; occasion: string; template: string; kind: string; recipient: Recipient };

/**
 * Who was told of these occasions, or is about to be, on whatever channel. An order that comes back to a status is told
 * of again only to those who were not: by then they may have another best channel, or another name, and the key of the
 * message alone would not know them. An order has one customer, whatever their id.
 */
export async function whoWasTold(
  tx: Db,
  notices: readonly { orderId: OrderKey; occasion: string }[],
): Promise<(telling: Telling) => boolean> {
  const { rows } = await tx.query<Telling>(
    `select distinct m.about, m.occasion, m.template, m.kind, m.recipient
       from unnest($1::text[], $2::text[]) as r (about, occasion)
       join notifier.message m on m.about = r.about and m.occasion = r.occasion
      where m.state not in ('dropped', 'failed', 'dead')`,
    [notices.map(({ orderId }) => orderId), notices.map(({ occasion }) => occasion)],
  );
  const told = new Set(rows.map(nameOf));
  return telling => told.has(nameOf(telling));
}

function nameOf({ about, occasion, template, kind, recipient }: Telling): string {
  return JSON.stringify([about, occasion, template, kind, kind === 'customer' ? null : recipient]);
}
