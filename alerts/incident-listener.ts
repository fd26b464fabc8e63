import type { Clock } from '../platform/clock.ts';
import { OWN_TYPES } from '../tracker/event.ts';
import type { Listener, Recorded } from '../tracker/ledger.ts';
import type { Lifecycles } from '../tracker/lifecycle.ts';
import { readStandings, type Standing } from '../tracker/telling.ts';
import { resolveFindings } from './apply-findings.ts';
import type { OpenFinding, Resolution } from './finding.ts';
import { readOpenFindingsOf } from './finding-rows.ts';
import { lockIncidents } from './incident-rows.ts';
import type { AlertSettings } from './settings.ts';

/**
 * Resolves, in the transaction that moves an order, freezes it or finds out which order it is, what was found of the stay
 * that is over. It is part of the way of every event: where nothing is open of a batch it costs one look into an index
 * that holds only what is open.
 */
export function createIncidentListener(on: {
  settings: () => Pick<AlertSettings, 'rules'>;
  lifecycles: () => Lifecycles;
  clock: Clock;
}): Listener {
  return async (tx, recorded) => {
    const orders = ordersThatMoved(recorded);
    if (orders.length === 0) return;
    const open = await readOpenFindingsOf(tx, orders);
    if (open.length === 0) return;
    const standings = await readStandings(
      tx,
      open.map(({ orderId }) => orderId!),
    );
    const endsWithTheOrder = promiseRules(on.settings());
    const over = Map.groupBy(open, finding => {
      const standing = standings.get(finding.orderId!);
      return standing ? whyOver(finding, standing, { lifecycles: on.lifecycles(), endsWithTheOrder }) : null;
    });
    over.delete(null);
    if (over.size === 0) return;
    // All of them before any is written: whoever holds more than one incident takes them in the same order.
    await lockIncidents(tx, [...new Set([...over.values()].flat().map(({ incidentId }) => incidentId))]);
    const now = on.clock.now();
    for (const [resolution, findings] of over) await resolveFindings(tx, findings, resolution!, now);
  };
}

function ordersThatMoved({ announcements, revoked, events }: Recorded): string[] {
  const frozen = events.filter(({ type }) => type === OWN_TYPES.frozen).map(({ key }) => key);
  return [...new Set([...announcements, ...revoked].map(({ orderId }) => orderId).concat(frozen))];
}

/** What is about a promise is about no stay, but ends with the order. */
function promiseRules({ rules }: Pick<AlertSettings, 'rules'>): ReadonlySet<string> {
  return new Set(rules.filter(({ condition }) => condition.kind === 'overdue').map(({ name }) => name));
}

/** Null: it is so still, or only its rule knows. */
function whyOver(
  { rule, stay, status }: OpenFinding,
  standing: Standing,
  { lifecycles, endsWithTheOrder }: { lifecycles: Lifecycles; endsWithTheOrder: ReadonlySet<string> },
): Resolution | null {
  if (standing.joined) return 'moved_on';
  if (stay !== '') {
    if (status !== standing.status) return 'moved_on';
    return standing.frozen ? 'frozen' : null;
  }
  if (!endsWithTheOrder.has(rule) || standing.status === null) return null;
  return lifecycles.named(standing.lifecycle)?.isTerminal(standing.status) ? 'moved_on' : null;
}
