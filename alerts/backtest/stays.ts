import type { RunningOrder } from '../../tracker/due-orders.ts';
import type { Known } from '../../tracker/knowledge.ts';
import type { StayRule } from '../stay-rule.ts';
import { type Claim, stayName } from './past-finding.ts';
import type { OrderReplay } from './spells.ts';

/** `dwell` and `missing`: the limits of the stay that an order was in, as far as one knew. */
export function replayStays(rules: readonly StayRule[]): OrderReplay {
  const byStatus = new Map(rules.map(rule => [nameOf(rule.lifecycle.name, rule.status), rule]));
  return ({ orderId, known }) =>
    known.map(({ lifecycle, state }): Claim | null => {
      const { status } = state;
      const rule = status === null ? undefined : byStatus.get(nameOf(lifecycle.name, status));
      const order = rule && runningOrder(orderId, lifecycle, state);
      if (!rule || !order) return null;
      const levels = rule.levels.map(level => ({ at: level.at(order), severity: level.severity }));
      return { stay: stayName(order.status, order.since), status: order.status, owner: rule.owner, levels };
    });
}

/** Null: no limit runs. */
export function runningOrder(
  orderId: string,
  { name, hash }: Known['lifecycle'],
  { status, statusSince, targetAt, dueAt }: Known['state'],
): RunningOrder | null {
  if (status === null || statusSince === null || targetAt === null || dueAt === null) return null;
  return { orderId, lifecycle: name, lifecycleHash: hash, status, since: statusSince, targetAt, dueAt };
}

function nameOf(lifecycle: string, status: string): string {
  return `${lifecycle.length} ${lifecycle} ${status}`;
}
