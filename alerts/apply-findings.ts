import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import { holdStandings } from '../tracker/telling.ts';
import { type Found, NO_THOUGHT, type OpenFinding, type Origin, type Resolution, type Subject } from './finding.ts';
import { type Diff, diffFindings, hasChanged, hasMovedOn, isLeftAlone } from './finding-diff.ts';
import { type Earlier, openFindings, readEarlier, readOpenFindings, renewFindings } from './finding-rows.ts';
import type { Incident } from './incident.ts';
import type { RuleFacts } from './incident-life.ts';
import { lockIncidents, lockIncidentsOfRule } from './incident-rows.ts';
import { aboutOf } from './join-findings.ts';
import { joinIncidents, nameOf } from './join-incidents.ts';
import { endFindings, tellFindings } from './published-findings.ts';
import { touchIncidents } from './save-incidents.ts';
import type { AlertSettings } from './settings.ts';
import { type Changed, settleIncidents } from './settle-incidents.ts';
import { isWorse } from './severity.ts';
import { releaseJoined } from './silence-rows.ts';

export type Apply = {
  origin: Origin;
  /** When the look was. */
  now: Instant;
  settings: Pick<AlertSettings, 'incidents'>;
  /** It is a part of what is so: nothing is concluded from what is absent. */
  partial?: boolean;
};

/**
 * Makes what a rule has seen the findings that are open, and incidents of them. The same seen again changes nothing but
 * when it was seen last. Rules are applied one after the other, each by itself (advisory lock); orders are held before
 * incidents, and findings are written only by whoever holds their incident, so that the ledger's listener and people can
 * work beside it.
 */
export async function applyFindings(
  tx: Db,
  rule: RuleFacts,
  seen: readonly Found[],
  { origin, now, settings, partial = false }: Apply,
): Promise<{ opened: number; resolved: number }> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('alerts.rule ' || $1, 0))`, [rule.name]);
  const diff = async () => {
    const open = await readOpenFindings(tx, rule.name);
    return diffFindings(
      open.filter(finding => finding.origin === origin),
      seen,
      { now, partial },
    );
  };
  const expected = ordersToHold(await diff());
  const standings = await holdStandings(tx, expected);
  const incidents = await lockIncidentsOfRule(tx, rule.name);
  const { news, kept, gone } = await diff();

  // Those of a rule that is on trial now, or is no longer, go from an incident that people know to one that they don't.
  const standing = incidents.filter(({ shadow }) => shadow === rule.shadow);
  const inMode = new Set(standing.map(({ id }) => id));
  const [same, changedOver] = split(kept, ({ known }) => inMode.has(known.incidentId));
  const changed = same.filter(hasChanged);
  const over = [...gone, ...changedOver.map(({ known }) => known)];

  const known = new Set(expected);
  const wanted = news.filter(
    // What was open a moment ago and is not any more has moved on in between.
    found => found.orderId === null || (known.has(found.orderId) && !hasMovedOn(found, standings.get(found.orderId))),
  );
  const earlier = await readEarlierBySubject(tx, rule.name, wanted);
  const fresh = wanted.filter(found => {
    const past = (earlier.get(found.subject) ?? []).filter(one => one.origin === origin);
    return !isLeftAlone(found, past, now, settings.incidents);
  });
  fresh.push(...changedOver.map(({ found }) => found));

  const seenAgain = new Set(same.map(({ known: { incidentId } }) => incidentId));
  if (fresh.length + over.length + changed.length === 0) {
    await touchIncidents(tx, [...seenAgain], now);
    return { opened: 0, resolved: 0 };
  }
  await endFindings(tx, over, 'no_longer', now);
  const renewed = changed.map(({ found }) => found);
  await renewFindings(tx, { rule: rule.name, origin }, renewed);
  const joined = await joinIncidents(tx, rule, fresh, { standing, earlier, now, settings: settings.incidents });
  const placed = fresh.map(found => ({ ...found, incidentId: joined.get(aboutOf(found))!.incident.id }));
  await openFindings(tx, rule.name, origin, placed, now);
  const worse = changed.filter(({ known, found }) => isWorse(found.severity, known.severity));
  await tellFindings(
    tx,
    [
      ...placed.map(found => ({ ...found, ...NO_THOUGHT, rule: rule.name, origin, firstSeenAt: now })),
      ...worse.map(({ known, found }) => ({ ...known, severity: found.severity, limitAt: found.limitAt })),
    ],
    standings,
    now,
  );

  const joins = [...joined.values()];
  const affected = new Map<number, { incident: Incident; isNew: boolean }>();
  for (const incident of incidents) affected.set(incident.id, { incident, isNew: false });
  for (const join of joins) affected.set(join.incident.id, join);
  const isSeen = new Set([...seenAgain, ...joins.map(({ incident }) => incident.id)]);
  const left = leftBehind(over);
  const settled = [...affected.values()].flatMap(({ incident, isNew }): Changed[] => {
    if (!isSeen.has(incident.id) && !left.has(incident.id)) return [];
    const seenNow = isSeen.has(incident.id) ? { seen: incident.seen + 1, lastSeenAt: now } : {};
    return [{ incident: { ...incident, ...seenNow }, isNew, left: left.get(incident.id) ?? [] }];
  });
  await settleIncidents(tx, settled, { by: null, resolution: 'no_longer' }, now);
  await releaseJoined(
    tx,
    joins.filter(({ isNew }) => !isNew).map(({ incident }) => incident.id),
    now,
  );
  return { opened: fresh.length, resolved: over.length };
}

/** Closes findings of whatever rules, and the incidents that have none left. Those closed already are left alone. */
export async function resolveFindings(
  tx: Db,
  findings: readonly OpenFinding[],
  resolution: Resolution,
  now: Instant,
): Promise<number> {
  const incidents = await lockIncidents(tx, [...new Set(findings.map(({ incidentId }) => incidentId))]);
  const closed = await endFindings(tx, findings, resolution, now);
  const changed = [...leftBehind(closed)].map(([id, left]) => ({ incident: incidents.get(id)!, isNew: false, left }));
  await settleIncidents(tx, changed, { by: null, resolution }, now);
  return closed.length;
}

/** Orders that must not move while it is decided about them. */
function ordersToHold({ news, kept }: Diff): string[] {
  const raised = kept.filter(({ known, found }) => isWorse(found.severity, known.severity)).map(({ found }) => found);
  return [...news, ...raised].flatMap(({ orderId }) => orderId ?? []);
}

async function readEarlierBySubject(
  tx: Db,
  rule: string,
  found: readonly Found[],
): Promise<Map<Subject, readonly Earlier[]>> {
  if (found.length === 0) return new Map();
  const earlier = await readEarlier(
    tx,
    rule,
    found.map(({ subject }) => subject),
  );
  return Map.groupBy(earlier, ({ subject }) => subject);
}

/** What is no longer so, by incident. */
function leftBehind(findings: readonly OpenFinding[]): Map<number, string[]> {
  const byIncident = Map.groupBy(findings, ({ incidentId }) => incidentId);
  return new Map([...byIncident].map(([id, left]) => [id, left.map(nameOf)]));
}

function split<T>(all: readonly T[], test: (one: T) => boolean): [T[], T[]] {
  return [all.filter(test), all.filter(one => !test(one))];
}
