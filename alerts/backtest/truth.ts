import type { Instant } from '../../platform/clock.ts';
import type { Past } from '../../tracker/knowledge.ts';
import type { Pause } from '../../tracker/service-level.ts';
import type { PastFinding } from './past-finding.ts';

/** What became of an order, as far as one knows now. */
export type Truth = {
  /**
   * Whether what was found stood for a delay: the stay in which it was found outlasted its must-limit, the promise was
   * broken, or, where no limit runs, it is so still.
   */
  isLate(finding: PastFinding): boolean;
  /** How long its stays were, frozen time taken out; of those that have ended. */
  stays: readonly { status: string; ms: number }[];
};

/** By the times that events state, not by when we heard of them: an order that moved in time was not late. */
export function truthOf(past: Past, now: Instant): Truth {
  const { lifecycle, state } = past.known.at(-1)!;
  const end = past.joinedAt ?? now;
  const isTerminal = state.status !== null && lifecycle.isTerminal(state.status);
  const pausesOf = lastPauses(past);
  const { history, frozenSince } = state.memory;
  const stays = history.map(({ status, at, eventId }, index) => {
    const next = history[index + 1]?.at;
    const leftAt = next ?? frozenSince ?? end;
    const pauses = (pausesOf.get(eventId) ?? []).map(([from, to]): Pause => [from, Math.min(to, leftAt)]);
    const limits = lifecycle.deadlines(status, at, pauses);
    const frozenMs = pauses.reduce((sum, [from, to]) => sum + Math.max(0, to - from), 0);
    return {
      ...{ status, eventId, limits, hasEnded: next !== undefined, ms: leftAt - at - frozenMs },
      isLate: limits !== null && leftAt > limits.dueAt,
    };
  });
  const byEvent = new Map(stays.map(stay => [stay.eventId, stay]));
  const endedAt = isTerminal ? state.statusSince! : (frozenSince ?? end);
  const isBroken = state.promisedAt !== null && endedAt > state.promisedAt;

  return {
    stays: stays.filter(({ hasEnded }) => hasEnded),
    isLate: ({ stayEvent, status, endedAt }) => {
      // A late event may have shown that the order came there by another one.
      const stay = byEvent.get(stayEvent ?? '') ?? stays.findLast(one => one.status === status);
      if (isBroken || stay?.isLate) return true;
      return endedAt === null && !isTerminal && !stay?.limits;
    },
  };
}

/** When each stay was frozen, as it was known last; one that ended frozen was so until then. */
function lastPauses({ known }: Past): Map<string, readonly Pause[]> {
  const pauses = new Map<string, readonly Pause[]>();
  for (const { state } of known) {
    const stay = state.memory.history.at(-1);
    const { frozenSince } = state.memory;
    if (!stay) continue;
    const open: readonly Pause[] = frozenSince === null ? [] : [[frozenSince, Number.POSITIVE_INFINITY]];
    pauses.set(stay.eventId, [...state.memory.pauses, ...open]);
  }
  return pauses;
}
