import type { DropReason } from '../notifier/reasons.ts';
import type { Db } from '../platform/postgres.ts';
import type { IncidentState } from './incident.ts';

const NAME = /^incident:(\d{1,18})$/;

/**
 * Of what messages are about, the incidents that nobody needs to be told of any more, and why. Their rows are held until
 * the end of the transaction: whoever acknowledges waits for messages that are being claimed, and can be sure that none
 * is claimed afterwards.
 */
export async function findSettled(tx: Db, abouts: readonly string[]): Promise<Map<string, DropReason>> {
  const named = new Map(
    abouts.flatMap((about): [number, string][] => {
      const id = NAME.exec(about)?.[1];
      return id === undefined ? [] : [[Number(id), about]];
    }),
  );
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
