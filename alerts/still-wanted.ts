import type { DropReason } from '../notifier/reasons.ts';
import type { Db } from '../platform/postgres.ts';
import type { IncidentState } from './incident.ts';
import { findUnsure } from './unsure-orders.ts';

const NAME = /^incident:(\d{1,18})$/;

/**
 * Of what messages are about, the incidents that nobody needs to be told of any more, and why. Their rows are held until
 * the end of the transaction: whoever acknowledges waits for messages that are being claimed, and can be sure that none
 * is claimed afterwards. All else are orders of which a delay is told: those of which we are not sure any more.
 */
export async function findSettled(tx: Db, abouts: readonly string[]): Promise<Map<string, DropReason>> {
  const named = new Map(
    abouts.flatMap((about): [number, string][] => {
      const id = NAME.exec(about)?.[1];
      return id === undefined ? [] : [[Number(id), about]];
    }),
  );
  const settled = await findOver(tx, named);
  const orders = abouts.filter(about => !about.startsWith('incident:'));
  for (const orderId of await findUnsure(tx, orders)) settled.set(orderId, 'unsure');
  return settled;
}

async function findOver(tx: Db, named: ReadonlyMap<number, string>): Promise<Map<string, DropReason>> {
  if (named.size === 0) return new Map();
  const { rows } = await tx.query<{ id: number; state: IncidentState }>(
    'select i.id, i.state from alerts.incident i where i.id = any ($1::bigint[]) order by i.id for share',
    [[...named.keys()]],
  );
  return new Map(
    rows.flatMap(({ id, state }): [string, DropReason][] =>
      state === 'open' ? [] : [[named.get(id)!, state === 'resolved' ? 'resolved' : 'acknowledged']],
    ),
  );
}
