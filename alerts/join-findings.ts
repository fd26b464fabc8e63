import type { Instant } from '../platform/clock.ts';
import type { OrderKey } from '../tracker/event.ts';
import { isShared } from './cause-keys.ts';
import type { Cause, Judgement } from './evidence.ts';
import type { Found, Subject } from './finding.ts';
import type { Earlier } from './finding-rows.ts';
import type { Incident } from './incident.ts';
import type { IncidentSettings } from './settings.ts';

/** What a rule has found, with what is thought of it. */
export type Judged = Found & { judgement: Judgement };

/** An incident in which something is open of an order. `alone`: and of nothing else; `since`: when its stay began. */
export type Holder = { incidentId: number; since: Instant | null; alone: boolean };

/** What new findings of a rule may belong to. All of these incidents are held by whoever asks. */
export type Around = {
  rule: string;
  /** Not resolved. */
  standing: readonly Incident[];
  /** Resolved so lately that they come back rather than being told as new. */
  reopenable: readonly Incident[];
  holders: ReadonlyMap<OrderKey, readonly Holder[]>;
  /** Where the same rule has the same open already, from another origin. */
  known: ReadonlyMap<Subject, number>;
  /** Who still waits for which system behind a cause that stops a line. */
  behind: readonly { incidentId: number; owner: string | null; status: string | null }[];
  earlier: ReadonlyMap<Subject, readonly Earlier[]>;
  /** May be told of together with what the rule has found. */
  mayJoin(incident: Incident, found: Found): boolean;
  now: Instant;
  settings: Pick<IncidentSettings, 'groupWithinMs'>;
};

/** Where findings go: to an incident that stands, one that comes back, or a new one. */
export type Place = { found: readonly Judged[] } & (
  | { kind: 'join'; incident: Incident }
  | { kind: 'reopen'; incident: Incident }
  | { kind: 'open'; about: string; cause: Cause | null }
);

/**
 * What an incident is about beside its rule. Orders that wait for the same system are stuck for the same cause; of those
 * that wait for nobody in particular it is enough that the rule found them.
 */
export function aboutOf({ orderId, owner, status, subject }: Found): string {
  return orderId === null ? subject : (owner ?? status ?? 'orders');
}

/** It waited already when what stopped the others was over: it is worked off with them. */
function wasThere({ since }: Found, { causeEndedAt }: Incident): boolean {
  return since !== null && causeEndedAt !== null && since <= causeEndedAt;
}

/** Each of the findings has one place, and no two places are the same incident. */
export function placeFindings(news: readonly Judged[], on: Around): Place[] {
  const whole = holdersOfAll(news, on);
  const joins = Map.groupBy(news, found => whereItBelongs(found, on, whole) ?? null);
  const rest = joins.get(null) ?? [];
  joins.delete(null);
  const places = [...joins].map(([incident, found]): Place => ({ kind: 'join', incident: incident!, found }));
  const groups = Map.groupBy(rest, found => found.judgement.cause?.key ?? `about ${aboutOf(found)}`);
  return gathered([...places, ...[...groups.values()].map(found => placeGroup(found, on))]);
}

/** What goes to the same incident for several reasons goes there together. */
export function gathered(places: readonly Place[]): Place[] {
  const byTarget = Map.groupBy(places, place => (place.kind === 'open' ? place : place.incident.id));
  return [...byTarget.values()].map(same => ({ ...same[0]!, found: same.flatMap(({ found }) => found) }));
}

/** Incidents in which something is open of every order that the rule has found: the same several orders, found twice. */
function holdersOfAll(news: readonly Judged[], on: Around): Set<number> {
  const [first = [], ...others] = news.map(({ orderId }) =>
    ((orderId !== null && on.holders.get(orderId)) || []).map(({ incidentId }) => incidentId),
  );
  return new Set(news.length < 2 ? [] : first.filter(id => others.every(ids => ids.includes(id))));
}

/** An incident that it belongs to by what it is itself, whatever else was found; undefined: none. */
function whereItBelongs(found: Judged, on: Around, whole: ReadonlySet<number>): Incident | undefined {
  const { cause, inTurn } = found.judgement;
  const open = on.standing.filter(incident => on.mayJoin(incident, found));
  const { orderId, subject } = found;
  const ofCause = isShared(cause?.key) ? open.filter(({ causeKey }) => causeKey === cause.key) : [];
  const theSame = on.standing.filter(
    ({ id, rule, about }) =>
      on.known.get(subject) === id || (orderId === null && rule === on.rule && about === subject),
  );
  const holders = (orderId !== null && on.holders.get(orderId)) || [];
  const ofOrder = open.filter(incident =>
    holders.some(({ incidentId, since, alone }) => {
      const isAllOfIt = alone || whole.has(incidentId) || (since !== null && since === found.since);
      return incidentId === incident.id && isSameMatter(incident, cause, isAllOfIt);
    }),
  );
  const before = !isShared(cause?.key) && orderId !== null && found.owner !== null ? on.behind : [];
  const aftermath = open.filter(
    incident =>
      before.some(one => one.incidentId === incident.id && one.owner === found.owner && one.status === found.status) &&
      (wasThere(found, incident) || (inTurn && cause === null)),
  );
  const [first] = [ofCause, theSame, ofOrder, aftermath].filter(some => some.length > 0);
  return first && latest(first, 'lastJoinedAt');
}

/**
 * Of an incident that holds something of the same order: the order, or this very stay of it, is all that it is about, or it
 * has the same cause. What is known of the order, is known of a finding that says nothing of its own.
 */
function isSameMatter({ causeKey }: Incident, cause: Cause | null, isAllOfIt: boolean): boolean {
  if (causeKey === (cause?.key ?? null)) return causeKey !== null || isAllOfIt;
  // What is concluded of the order alone adds to what many are stuck behind, and is no other matter.
  if (cause === null || !isShared(cause.key)) return true;
  return isAllOfIt && !isShared(causeKey);
}

/** Of findings that have the same cause, or none and are about the same. */
function placeGroup(found: readonly Judged[], on: Around): Place {
  const [first] = found;
  const about = aboutOf(first!);
  const { cause } = first!.judgement;
  const key = cause?.key ?? null;
  const own = new Set(
    found.flatMap(({ subject }) => on.earlier.get(subject) ?? []).map(({ incidentId }) => incidentId),
  );
  const unexplained = on.standing.filter(one => key === null && one.about === about && one.causeKey === null);
  const unheard = unexplained.filter(one => isUnheardSince(one, first!.judgement) && on.mayJoin(one, first!));
  const standing = on.standing.filter(one => one.rule === on.rule && one.about === about && one.causeKey === key);
  const lately = standing.filter(
    one => on.now - one.lastJoinedAt <= on.settings.groupWithinMs || isStoppedSince(one, first!.judgement),
  );
  const before = standing.filter(({ id }) => own.has(id));
  const [joins] = [unheard, lately, before].flatMap(some => latest(some, 'lastJoinedAt') ?? []);
  if (joins) return { kind: 'join', incident: joins, found };
  const comesBack = latest(
    on.reopenable.filter(incident => {
      if (isShared(key) && incident.causeKey === key) return on.mayJoin(incident, first!);
      const isAnother = isShared(key) && isShared(incident.causeKey);
      return incident.rule === on.rule && incident.about === about && own.has(incident.id) && !isAnother;
    }),
    'resolvedAt',
  );
  return comesBack ? { kind: 'reopen', incident: comesBack, found } : { kind: 'open', about, cause, found };
}

/** As long as the system says nothing at all, what waits for it waits for the same reason, however slowly more comes. */
function isUnheardSince({ openedAt }: Incident, { heardAt }: Judgement): boolean {
  return heardAt !== null && heardAt < openedAt;
}

/** The same of a status from which nobody goes on. */
function isStoppedSince({ openedAt }: Incident, { wentOnAt }: Judgement): boolean {
  return wentOnAt !== null && wentOnAt < openedAt;
}

export function latest(incidents: readonly Incident[], by: 'lastJoinedAt' | 'resolvedAt'): Incident | undefined {
  return incidents.toSorted((a, b) => (b[by] ?? 0) - (a[by] ?? 0) || b.id - a.id)[0];
}
