import type { z } from 'zod';
import type { Instant } from '../../platform/clock.ts';
import { isProvisional } from '../../tracker/event.ts';
import type { Known, Past } from '../../tracker/knowledge.ts';
import { nextOwner } from '../conditions/dwell.ts';
import type { provisional } from '../conditions/provisional.ts';
import type { sequenceGap } from '../conditions/sequence-gap.ts';
import type { stalled } from '../conditions/stalled.ts';
import { stayOf } from '../finding.ts';
import type { Length } from '../lengths.ts';
import { lengthLevels } from '../lengths.ts';
import type { Level } from '../levels.ts';
import type { RuleContext } from '../rule-context.ts';
import type { Claim, PastLevel } from './past-finding.ts';
import type { OrderReplay } from './spells.ts';

/** Conditions that wait for a length of time after something came: each says since when, as far as one knew. */

/** `provisional`: heard of, and by nothing better than the id of a system. */
export function replayProvisional(declared: z.infer<typeof provisional>, on: RuleContext): OrderReplay {
  const { without = [], except = [] } = declared;
  const levels = lengthLevels(declared.for, on);
  return ({ orderId, known }) => {
    if (!isProvisional(orderId)) return known.map(() => null);
    const heardAt = known[0]!.from;
    return known.map(({ state }): Claim | null => {
      const isNamed = without.some(system => Object.hasOwn(state.ids, system));
      const isExpected = state.status !== null && except.includes(state.status);
      if (isNamed || isExpected || state.memory.decided !== null) return null;
      const since = Math.max(heardAt, state.firstEventAt ?? heardAt);
      return { stay: '', status: null, owner: null, levels: after(since, levels) };
    });
  };
}

/** `stalled`: the last word on progress that was heard in the status. */
export function replayStalled(declared: z.infer<typeof stalled>, on: RuleContext): OrderReplay {
  const { status, type } = declared;
  const levels = lengthLevels(declared.for, on);
  return ({ known }) => {
    let lastAt: Instant | null = null;
    let isFresh = false;
    return known.map(({ from, lifecycle, state, news }): Claim | null => {
      for (const event of news) {
        if (event.type !== type) continue;
        // What was imported is old news: the rule does not begin to look because of it.
        [lastAt, isFresh] = [from, isFresh || !event.historic];
      }
      if (lastAt === null || !isFresh || state.status !== status || state.frozen) return null;
      const stay = stayOf(status, state.statusSince!);
      return { stay, status, owner: nextOwner(lifecycle, status), levels: after(lastAt, levels) };
    });
  };
}

/** `sequenceGap`: numbers that were skipped and had not come by then, the first one first. */
export function replaySequenceGap(declared: z.infer<typeof sequenceGap>, on: RuleContext): OrderReplay {
  const levels = lengthLevels(declared.for, on);
  return past => {
    const heard = new Map<string, Set<number>>();
    const gaps = new Map<string, { source: string; missing: number; since: Instant }>();
    return past.known.map(({ from, news }): Claim | null => {
      for (const { source, sequence } of news) {
        if (sequence === null) continue;
        if (!heard.has(source)) heard.set(source, new Set());
        heard.get(source)!.add(sequence);
      }
      for (const { source, sequence, historic } of news) {
        const missing = (sequence ?? 0) - 1;
        if (missing > 0 && !historic && !heard.get(source)!.has(missing)) {
          gaps.set(`${missing} ${source}`, { source, missing, since: from });
        }
      }
      for (const [name, { source, missing }] of gaps) if (heard.get(source)!.has(missing)) gaps.delete(name);
      const [first] = gaps.values();
      return first ? { stay: '', status: null, owner: first.source, levels: after(first.since, levels) } : null;
    });
  };
}

export function after(since: Instant, levels: readonly Level<Length>[]): PastLevel[] {
  return levels.map(({ over, severity }) => ({ at: since + over.ms, severity }));
}

/** The moment at which a stay that holds at `index` came to be known. */
export function stayKnownFrom({ known }: Pick<Past, 'known'>, index: number): Instant {
  const stayOfKnown = ({ state }: Known) => state.memory.history.at(-1)?.eventId;
  const stay = stayOfKnown(known[index]!);
  let first = index;
  while (first > 0 && stayOfKnown(known[first - 1]!) === stay) first -= 1;
  return known[first]!.from;
}
