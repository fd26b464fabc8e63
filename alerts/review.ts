import type { Instant } from '../platform/clock.ts';
import { isShared } from './cause-keys.ts';
import type { Cause, Judgement } from './evidence.ts';
import { NO_JUDGEMENT } from './evidence.ts';
import type { OpenFinding, Subject, Thought } from './finding.ts';
import type { Incident } from './incident.ts';
import { thinkAgain } from './thoughts.ts';

/** What was thought when something was found, thought again. */
export type Review = {
  /** Findings of which something else is thought by now. */
  thoughts: readonly (OpenFinding & Thought)[];
  /** What causes all of it, and was not known so far. */
  cause: Cause | null;
  /** What caused it is over since now, or is back. */
  turn: 'ended' | 'back' | null;
  /** Orders that stay stuck although their turn has come again. */
  leaving: readonly OpenFinding[];
};

/** After what stopped an order has ended it gets its whole limit again, and no less. */
const AT_LEAST_MS = 3_600_000;

/** `still`: the causes that are so now. Of an incident that is not resolved, with what is open in it. */
export function reviewIncident(
  incident: Incident,
  findings: readonly OpenFinding[],
  judgements: ReadonlyMap<Subject, Judgement>,
  still: ReadonlySet<string>,
  now: Instant,
): Review {
  const judgementOf = ({ subject }: OpenFinding) => judgements.get(subject) ?? NO_JUDGEMENT;
  const thoughts = findings.flatMap(finding => {
    const judgement = judgements.get(finding.subject);
    const thought = judgement ? thinkAgain(finding, judgement) : null;
    return thought ? [{ ...finding, ...thought }] : [];
  });
  const cause = isShared(incident.causeKey) ? null : causeOfAll(findings.map(judgementOf), incident);
  const turn = turnOf(incident, still);
  return { thoughts, cause, turn, leaving: turn === 'back' ? [] : leavingOf(incident, findings, judgementOf, now) };
}

/** Whether there is anything to write. */
export function isUnchanged({ thoughts, cause, turn, leaving }: Review): boolean {
  return thoughts.length === 0 && cause === null && turn === null && leaving.length === 0;
}

function causeOfAll(judgements: readonly Judgement[], { causeKey }: Incident): Cause | null {
  const cause = judgements[0]?.cause ?? null;
  if (cause === null || cause.key === causeKey) return null;
  return judgements.every(one => one.cause?.key === cause.key) ? cause : null;
}

function turnOf({ causeKey, causeEndedAt }: Incident, still: ReadonlySet<string>): Review['turn'] {
  if (!isShared(causeKey)) return null;
  if (still.has(causeKey)) return causeEndedAt === null ? null : 'back';
  return causeEndedAt === null ? 'ended' : null;
}

/** An order leaves with all that was found of it, once the longest of its limits has passed again. */
function leavingOf(
  { causeEndedAt, causeKey }: Incident,
  findings: readonly OpenFinding[],
  judgementOf: (finding: OpenFinding) => Judgement,
  now: Instant,
): OpenFinding[] {
  if (causeEndedAt === null) return [];
  const byOrder = Map.groupBy(
    findings.filter(({ orderId }) => orderId !== null),
    ({ orderId }) => orderId,
  );
  return [...byOrder.values()].flatMap(ofOrder => {
    const stays = ({ inTurn, cause }: Judgement) => inTurn || cause?.key === causeKey;
    if (ofOrder.some(finding => stays(judgementOf(finding)))) return [];
    return now - causeEndedAt >= Math.max(AT_LEAST_MS, ...ofOrder.map(limitOf)) ? ofOrder : [];
  });
}

function limitOf({ limitAt, since }: OpenFinding): number {
  return limitAt === null || since === null ? 0 : limitAt - since;
}
