import type { OrderKey } from '../../tracker/event.ts';
import type { SpanExporter } from './exporter.ts';
import type { OrderSpan } from './spans.ts';

/** What is sent of one order. */
export type Trace = { orderId: OrderKey; spans: readonly OrderSpan[] };

export type Sent<T extends Trace> =
  | {
      kind: 'done';
      taken: readonly T[];
      /** What is not taken, now or later. */
      refused: readonly OrderKey[];
      /** What could not even be written down. */
      broken: readonly OrderKey[];
      why: string | null;
    }
  /** Nobody took what is not in `taken`, which may change. */
  | { kind: 'failed'; taken: readonly T[]; why: string };

// Of orders alone, when nothing was taken yet: a receiver that refuses whatever comes need not refuse each.
const ENOUGH_REFUSED = 10;

/**
 * What is refused is tried in halves: it may have been too much at once, and one order must not hold up the others. Who
 * refuses everything is a receiver that is set up wrong: that is a failure, and no fault of the orders.
 */
export async function sendTraces<T extends Trace>(
  exporter: Pick<SpanExporter, 'export'>,
  traces: readonly T[],
  signal: AbortSignal,
): Promise<Sent<T>> {
  const taken: T[] = [];
  const refused: OrderKey[] = [];
  const broken: OrderKey[] = [];
  let why: string | null = null;
  const open = traces.length === 0 ? [] : [traces];
  for (let some = open.pop(); some; some = open.pop()) {
    const outcome = await exporter.export(
      some.flatMap(({ spans }) => spans),
      signal,
    );
    if (outcome.kind === 'failed') return { kind: 'failed', taken, why: outcome.why };
    if (outcome.kind === 'sent') {
      taken.push(...some);
      continue;
    }
    why ??= outcome.why;
    if (some.length > 1) {
      const half = some.length >> 1;
      open.push(some.slice(half), some.slice(0, half));
      continue;
    }
    (outcome.kind === 'refused' ? refused : broken).push(some[0]!.orderId);
    if (taken.length === 0 && refused.length >= ENOUGH_REFUSED) break;
  }
  if (taken.length === 0 && refused.length > 0) return { kind: 'failed', taken, why: why! };
  return { kind: 'done', taken, refused, broken, why };
}
