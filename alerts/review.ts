import type { Instant } from '../platform/clock.ts';
import type { Calendar } from '../tracker/calendar.ts';
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
  { now, calendar }: { now: Instant; calendar: Calendar | null },
): Review {
  const judgementOf = ({ subject }: OpenFinding) => judgements.get(subject) ?? NO_JUDGEMENT;
  const thoughts = findings.flatMap(finding => {
    const judgement = judgements.get(finding.subject);
    const thought = judgement ? thinkAgain(finding, judgement) : null;
    return thought ? [{ ...finding, ...thought }] : [];
  });
  const cause = isShared(incident.causeKey) ? null : causeOfAll(findings.map(judgementOf), incident);
  const turn = turnOf(incident, still, findings.map(judgementOf));
  const timeAgain = (ended: Instant, finding: OpenFinding) => hadItsTime(finding, { ended, now, calendar });
  return {
    thoughts,
    cause,
    turn,
    leaving: turn === 'back' ? [] : leavingOf(incident, findings, judgementOf, timeAgain),
  };
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

/** It is over when it is so no more, and back when it explains something that is open; there is a pause now and then. */
function turnOf(
  { causeKey, causeEndedAt }: Incident,
  still: ReadonlySet<string>,
  judgements: readonly Judgement[],
): Review['turn'] {
  if (!isShared(causeKey)) return null;
  if (causeEndedAt === null) return still.has(causeKey) ? null : 'ended';
  return still.has(causeKey) && judgements.some(({ cause }) => cause?.key === causeKey) ? 'back' : null;
}

/** An order leaves with all that was found of it, once each of its limits has passed again. */
function leavingOf(
  { causeEndedAt, causeKey }: Incident,
  findings: readonly OpenFinding[],
  judgementOf: (finding: OpenFinding) => Judgement,
  timeAgain: (ended: Instant, finding: OpenFinding) => boolean,
): OpenFinding[] {
  if (causeEndedAt === null) return [];
  const byOrder = Map.groupBy(
    findings.filter(({ orderId }) => orderId !== null),
    ({ orderId }) => orderId,
  );
  return [...byOrder.values()].flatMap(ofOrder => {
    const stays = ({ inTurn, cause }: Judgement) => inTurn || cause?.key === causeKey;
    if (ofOrder.some(finding => stays(judgementOf(finding)))) return [];
    return ofOrder.every(finding => timeAgain(causeEndedAt, finding)) ? ofOrder : [];
  });
}

/** As much time as its limit was, and as much of it while people are at work: nobody takes anything at night. */
function hadItsTime(
  { limitAt, since }: OpenFinding,
  { ended, now, calendar }: { ended: Instant; now: Instant; calendar: Calendar | null },
): boolean {
  if (limitAt === null || since === null) return now - ended >= AT_LEAST_MS;
  const isOpenAgain = !calendar || calendar.openBetween(ended, now) >= calendar.openBetween(since, limitAt);
  return now - ended >= Math.max(AT_LEAST_MS, limitAt - since) && isOpenAgain;
}
