import type { Pool } from '../platform/postgres.ts';
import { readOrdersInQuestion } from '../tracker/asked-orders.ts';
import type { OrderKey } from '../tracker/event.ts';
import { askAbout } from './asked-order.ts';
import type { FactsAt } from './evidence/facts.ts';
import { isStillSo } from './evidence/still-so.ts';
import { judgeThing } from './evidence/things.ts';
import { type Evidence, type Judge, type Judgement, NO_JUDGEMENT, type Suspected } from './evidence.ts';
import type { AskedOrder, EvidenceProvider, Facts } from './evidence-provider.ts';
import type { Subject } from './finding.ts';
import { isInTurn } from './in-turn.ts';

export type JudgeDeps = { pool: Pool; facts: FactsAt; providers: readonly EvidenceProvider[] };

/** Whatever their number, it costs a handful of statements: what all share is read once, the rest for all at once. */
export function createJudge({ pool, facts, providers }: JudgeDeps): Judge {
  return {
    judge: async (found, now) => {
      const judgements = new Map<Subject, Judgement>();
      if (found.length === 0) return judgements;
      const known = await facts.at(now);
      const byOrder = ofOrders(found);
      const orders = (await readOrdersInQuestion(pool, [...byOrder.keys()])).map(order =>
        askAbout(order, known.lifecycles, byOrder.get(order.orderId)!),
      );
      const evidence = await lookForEvidence(providers, known, orders);
      for (const order of orders) {
        const { subject } = byOrder.get(order.orderId)!;
        const seen = (evidence.get(order.orderId) ?? []).filter(one => canExplain(one, byOrder.get(order.orderId)!));
        judgements.set(subject, judgementOf(order, seen, known));
      }
      for (const one of found) {
        if (one.orderId === null) judgements.set(one.subject, judgeThing(one.subject, known));
        // It is not known any more, or turned out to be another one.
        else if (!judgements.has(one.subject)) judgements.set(one.subject, NO_JUDGEMENT);
      }
      return judgements;
    },
    stillSo: async (keys, now) => {
      if (keys.length === 0) return new Set();
      const known = await facts.at(now);
      return new Set(keys.filter(key => isStillSo(key, known)));
    },
  };
}

/** That a message never came, or that two say what can't both be, is no waiting: what stops orders explains nothing of it. */
const OF_MESSAGES: ReadonlySet<string> = new Set(['sequenceGap', 'divergence']);
const WHAT_STOPS: ReadonlySet<string> = new Set([
  'consumers_gone',
  'endpoint_down',
  'source_silent',
  'partner_flood',
  'flow_stopped',
  'overtaken',
  'work_stalled',
  'result_missing',
]);

/** By the kind of its condition. */
export function isOfMessages(kind: string | undefined): boolean {
  return kind !== undefined && OF_MESSAGES.has(kind);
}

function canExplain({ kind }: Evidence, found: Suspected): boolean {
  return !isOfMessages(found.kind) || !WHAT_STOPS.has(kind);
}

/** Of each order, all that is seen, the weightiest first. */
export async function lookForEvidence(
  providers: readonly EvidenceProvider[],
  facts: Facts,
  orders: readonly AskedOrder[],
): Promise<ReadonlyMap<OrderKey, readonly Evidence[]>> {
  const all = new Map<OrderKey, Evidence[]>(orders.map(({ orderId }) => [orderId, []]));
  if (orders.length === 0) return all;
  for (const provider of providers) {
    for (const [orderId, evidence] of await provider.look(facts, orders)) all.get(orderId)?.push(...evidence);
  }
  for (const evidence of all.values()) evidence.sort((a, b) => b.weight - a.weight);
  return all;
}

/** `evidence`: the weightiest first. */
export function judgementOf(order: AskedOrder, evidence: readonly Evidence[], facts: Facts): Judgement {
  const { lifecycle, status, partner, owner } = order;
  return {
    cause: evidence.find(({ cause }) => cause !== null)?.cause ?? null,
    suspect: evidence.find(({ blinds }) => blinds)?.text ?? null,
    usual: status === null ? null : facts.usual.of(lifecycle, status, partner),
    inTurn: isInTurn(order, facts),
    heardAt: (owner === null ? undefined : facts.sources.get(owner)?.lastAt) ?? null,
    wentOnAt: status === null ? null : facts.line(lifecycle, status).lastAt,
  };
}

/** One finding of each order: of several, the one that says whose move is missing. */
function ofOrders(found: readonly Suspected[]): Map<OrderKey, Suspected> {
  const byOrder = new Map<OrderKey, Suspected>();
  for (const one of found) {
    if (one.orderId === null) continue;
    const known = byOrder.get(one.orderId);
    if (!known || (known.owner === null && one.owner !== null)) byOrder.set(one.orderId, one);
  }
  return byOrder;
}
