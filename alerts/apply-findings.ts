import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import { holdStandings } from '../tracker/telling.ts';
import { type Judgement, NO_JUDGEMENT } from './evidence.ts';
import type { Found, OpenFinding, Origin, Resolution, Subject } from './finding.ts';
import { type Diff, diffFindings, hasChanged, hasMovedOn, isLeftAlone } from './finding-diff.ts';
import { openFindings, readOpenFindings, renewFindings } from './finding-rows.ts';
import { reopenGrown } from './growth.ts';
import type { Incident } from './incident.ts';
import type { RuleFacts } from './incident-life.ts';
import { lockIncidents } from './incident-rows.ts';
import { findAround, holdPlaces, readAround, readEarlierBySubject } from './join-around.ts';
import type { Judged } from './join-findings.ts';
import { joinIncidents, nameOf } from './join-incidents.ts';
import { endFindings, tellFindings } from './published-findings.ts';
import type { Routing } from './route-of.ts';
import { touchIncidents } from './save-incidents.ts';
import type { AlertSettings } from './settings.ts';
import { type Changed, settleIncidents } from './settle-incidents.ts';
import { isWorse } from './severity.ts';
import { releaseJoined } from './silence-rows.ts';
import { thoughtOf } from './thoughts.ts';

export type Apply = {
  origin: Origin;
  /** When the look was. */
  now: Instant;
  settings: Pick<AlertSettings, 'incidents'> & Routing;
  /** It is a part of what is so: nothing is concluded from what is absent. */
  partial?: boolean;
  /** What is thought of what was not open before. Left out, or of what is not in it: nothing. */
  judgements?: ReadonlyMap<Subject, Judgement>;
};

/**
 * Makes what a rule has seen the findings that are open, and incidents of them. The same seen again changes nothing but
 * when it was seen last. Findings are put into incidents by one at a time (advisory lock); orders are held before
 * incidents, and findings are written only by whoever holds their incident, so that the ledger's listener and people can
 * work beside it.
 */
export async function applyFindings(
  tx: Db,
  rule: RuleFacts,
  seen: readonly Found[],
  { origin, now, settings, partial = false, judgements = new Map() }: Apply,
): Promise<{ opened: number; resolved: number }> {
  await holdPlaces(tx);
  const diff = async () => {
    const open = await readOpenFindings(tx, rule.name);
    const [ours, others] = split(open, finding => finding.origin === origin);
    return { ...diffFindings(ours, seen, { now, partial }), others };
  };
  const judged = (found: Found): Judged => ({ ...found, judgement: judgements.get(found.subject) ?? NO_JUDGEMENT });
  const first = await diff();
  const expected = ordersToHold(first);
  const standings = await holdStandings(tx, expected);
  const { reopenWithinMs } = settings.incidents;
  const before = await readEarlierBySubject(tx, rule.name, first.news);
  const around = await findAround(tx, { rule, news: first.news.map(judged), earlier: before }, { now, reopenWithinMs });
  const held = [...(await lockIncidents(tx, around)).values()];
  const { news, kept, gone, others } = await diff();

  // Those of a rule that is on trial now, or is no longer, go from an incident that people know to one that they don't.
  const inMode = new Set(held.filter(({ shadow }) => shadow === rule.shadow).map(({ id }) => id));
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
  const wantedHere = { rule, news: fresh.map(judged), earlier };
  const places = await readAround(tx, wantedHere, {
    held,
    known: new Map(others.map(({ subject, incidentId }) => [subject, incidentId])),
    routing: settings,
    now,
    settings: settings.incidents,
  });
  const joins = await joinIncidents(tx, rule, wantedHere.news, places);
  const placed = joins.flatMap(({ incident, found }) =>
    found.map(one => ({ ...one, ...thoughtOf(one.judgement), incidentId: incident.id })),
  );
  await openFindings(tx, rule.name, origin, placed, now);
  const worse = changed.filter(({ known, found }) => isWorse(found.severity, known.severity));
  await tellFindings(
    tx,
    [
      ...placed.map(found => ({ ...found, rule: rule.name, origin, firstSeenAt: now })),
      ...worse.map(({ known, found }) => ({ ...known, severity: found.severity, limitAt: found.limitAt })),
    ],
    standings,
    now,
  );

  const joined = await reopenGrown(tx, joins, now);
  const affected = new Map<number, { incident: Incident; isNew: boolean }>();
  for (const incident of held) affected.set(incident.id, { incident, isNew: false });
  for (const join of joined) affected.set(join.incident.id, join);
  const isSeen = new Set([...seenAgain, ...joined.map(({ incident }) => incident.id)]);
  const left = leftBehind(over);
  const holdFrom = settings.incidents.storm?.atLeast ?? null;
  const settled = [...affected.values()].flatMap(({ incident, isNew }): Changed[] => {
    if (!isSeen.has(incident.id) && !left.has(incident.id)) return [];
    const seenNow = isSeen.has(incident.id) ? { seen: incident.seen + 1, lastSeenAt: now } : {};
    return [{ incident: { ...incident, ...seenNow }, isNew, left: left.get(incident.id) ?? [], holdFrom }];
  });
  await settleIncidents(tx, settled, { by: null, resolution: 'no_longer' }, now);
  await releaseJoined(
    tx,
    joined.filter(({ isNew }) => !isNew).map(({ incident }) => incident.id),
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
function ordersToHold({ news, kept }: Pick<Diff, 'news' | 'kept'>): string[] {
  const raised = kept.filter(({ known, found }) => isWorse(found.severity, known.severity)).map(({ found }) => found);
  return [...news, ...raised].flatMap(({ orderId }) => orderId ?? []);
}

/** What is no longer so, by incident. */
function leftBehind(findings: readonly OpenFinding[]): Map<number, string[]> {
  const byIncident = Map.groupBy(findings, ({ incidentId }) => incidentId);
  return new Map([...byIncident].map(([id, left]) => [id, left.map(nameOf)]));
}

function split<T>(all: readonly T[], test: (one: T) => boolean): [T[], T[]] {
  return [all.filter(test), all.filter(one => !test(one))];
}
