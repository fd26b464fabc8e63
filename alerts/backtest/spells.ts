import type { Instant } from '../../platform/clock.ts';
import type { Past } from '../../tracker/knowledge.ts';
import { orderSubject } from '../finding.ts';
import { isWorse } from '../severity.ts';
import type { Claim, PastFinding } from './past-finding.ts';
import type { Ticks } from './ticks.ts';

/** What a rule has against an order in each stretch of what was known of it. */
export type OrderReplay = (past: Past) => readonly (Claim | null)[];

/** A stretch of time that a rule would not have looked at: another one had found the order. */
export type Covered = Pick<PastFinding, 'raisedAt' | 'endedAt'>;

type Stretch = { from: Instant; to: Instant; claim: Claim | null; stayEvent: string | null; moves: boolean };
type Open = { -readonly [Key in keyof PastFinding]: PastFinding[Key] } & {
  severities: PastFinding['severities'][number][];
};

/**
 * What the rule would have found of an order: at the first of its ticks at which a limit was passed, until the order was
 * known to have moved on, or until the first tick at which it was no longer so.
 */
export function spellsOf(
  past: Past,
  claims: readonly (Claim | null)[],
  { ticks, until, covered = [] }: { ticks: Ticks; until: Instant; covered?: readonly Covered[] },
): PastFinding[] {
  if (claims.every(claim => claim === null)) return [];
  const found: Open[] = [];
  let open: Open | null = null;
  const end = (at: Instant) => {
    if (open !== null && at <= until) open.endedAt = at;
    open = null;
  };
  for (const { from, to, claim, stayEvent, moves } of stretches(past, claims, covered, until)) {
    if (open !== null && (claim === null || !isSame(open, claim))) end(moves ? from : ticks.from(from));
    if (claim === null) continue;
    const [first] = claim.levels;
    if (open !== null && ticks.from(from) < Math.min(first!.at, to)) end(ticks.from(from));
    if (open === null) {
      const at = foundAt(claim, { from, to }, ticks);
      if (at >= to || at > until) continue;
      const { stay, status, owner } = claim;
      open = {
        ...{ subject: orderSubject(past.orderId), orderId: past.orderId, stay, status, owner },
        ...{ raisedAt: at, endedAt: null, severities: [], stayEvent },
      };
      found.push(open);
    }
    for (const { at, severity } of claim.levels) {
      const tick = Math.max(ticks.from(Math.max(from, at)), open.raisedAt);
      const last: PastFinding['severities'][number] | undefined = open.severities.at(-1);
      if (tick >= to || tick > until || (last && !isWorse(severity, last.severity))) continue;
      if (last?.at === tick) open.severities.pop();
      open.severities.push({ at: tick, severity });
    }
  }
  if (past.joinedAt !== null) end(past.joinedAt);
  return found;
}

/** The first tick past the first limit; of a rule that looks seldom, the first one at which it looks. */
function foundAt({ levels, looks }: Claim, { from, to }: Pick<Stretch, 'from' | 'to'>, ticks: Ticks): Instant {
  const earliest = Math.max(from, levels[0]!.at);
  if (!looks) return ticks.from(earliest);
  const those = looks.map(ticks.from).filter(tick => tick >= earliest && tick < to);
  return Math.min(...those, Number.POSITIVE_INFINITY);
}

function* stretches(
  { known, joinedAt }: Past,
  claims: readonly (Claim | null)[],
  covered: readonly Covered[],
  until: Instant,
): Iterable<Stretch> {
  for (const [index, { from, state }] of known.entries()) {
    const to = known[index + 1]?.from ?? joinedAt ?? Number.POSITIVE_INFINITY;
    if (from > until) return;
    const stayEvent = state.memory.history.at(-1)?.eventId ?? null;
    const whole: Stretch = { from, to, claim: claims[index]!, stayEvent, moves: true };
    yield* whole.claim === null ? [whole] : withoutCovered(whole, covered);
  }
}

function* withoutCovered(whole: Stretch, covered: readonly Covered[]): Iterable<Stretch> {
  let { from, moves } = whole;
  for (const { raisedAt, endedAt } of covered.toSorted((a, b) => a.raisedAt - b.raisedAt)) {
    const [begin, end] = [Math.max(raisedAt, from), Math.min(endedAt ?? Number.POSITIVE_INFINITY, whole.to)];
    if (begin >= end) continue;
    if (begin > from) yield { ...whole, from, to: begin, moves };
    yield { ...whole, from: begin, to: end, claim: null, moves: false };
    [from, moves] = [end, false];
  }
  if (from < whole.to) yield { ...whole, from, moves };
}

/** An event that comes late can shift the beginning of a stay: that makes no other one of it. */
function isSame(open: PastFinding, claim: Claim): boolean {
  return open.stay === claim.stay || (open.stay !== '' && claim.stay !== '' && open.status === claim.status);
}
