import type { Instant } from '../platform/clock.ts';
import type { Pool } from '../platform/postgres.ts';
import { referenceLifecycle } from '../test/support/reference.ts';
import { readOrdersInQuestion } from '../tracker/asked-orders.ts';
import { nextOwner } from './conditions/dwell.ts';
import type { Evidence } from './evidence.ts';
import type { EvidenceProvider, Facts, Line } from './evidence-provider.ts';

/** What the provider finds of these orders, as the ledger has them, that wait for whoever owns what comes next. */
export async function evidenceOf(
  pool: Pool,
  provider: EvidenceProvider,
  facts: Facts,
  ...orderIds: string[]
): Promise<Map<string, readonly Evidence[]>> {
  const asked = (await readOrdersInQuestion(pool, orderIds)).map(order => ({
    ...order,
    owner: order.status === null ? null : nextOwner(referenceLifecycle, order.status),
    limitAt: order.targetAt,
  }));
  return new Map(await provider.look(facts, asked));
}

/** Each as `kind weight cause`. */
export function briefly(evidence: readonly Evidence[] = []): string[] {
  return evidence.map(({ kind, weight, cause }) => [kind, weight, cause?.key].filter(Boolean).join(' '));
}

/** Orders that came into the status, each for so long, and have gone on from it. */
export function goneOn(...stays: [orderId: string, since: Instant, at: Instant][]): Line['gone'] {
  return stays.map(([orderId, since, at]) => ({ orderId, since, at, partner: null }));
}
