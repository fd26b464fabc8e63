import type { Instant } from '../platform/clock.ts';
import { isShared } from './cause-keys.ts';
import type { Incident } from './incident.ts';
import { gathered, latest, type Place } from './join-findings.ts';

/** When so much is found at once that it is one matter, whatever caused it. */
export type StormSettings = {
  /** So many incidents of a rule within this time are still several matters. */
  incidents: number;
  withinMs: number;
  /** So large a part of the orders in one status is one matter, if there are so many. */
  share: number;
  atLeast: number;
};

/** Why it is one: the incidents that there would be, or the part of the orders in a status. */
export type Storm = { incidents: number } | { share: number; status: string };

export type Braked = Place & { storm?: Storm };

/**
 * What would open further incidents of the rule in a storm goes to one: that of the storm as long as it goes on, else
 * the last one that has no cause of its own, else a new one.
 */
export function brakeStorm(
  places: readonly Place[],
  on: {
    /** Incidents of the rule that are not resolved. */
    own: readonly Incident[];
    /** How many the rule has opened within the time. */
    opened: number;
    /** Statuses of which the rule has found so many orders that it is a storm, with their part of all. */
    shares: ReadonlyMap<string, number>;
    now: Instant;
    settings: StormSettings;
  },
): Braked[] {
  const { own, now, settings } = on;
  // Of what flaps nobody is told any more, and it takes nothing but its own.
  const heard = own.filter(({ flapping }) => !flapping);
  const going = latest(
    heard.filter(({ storm, lastJoinedAt }) => storm && now - lastJoinedAt <= settings.withinMs),
    'lastJoinedAt',
  );
  const incidents = on.opened + places.filter(({ kind }) => kind === 'open').length;
  const ofAll = going || incidents > settings.incidents ? { incidents } : null;

  const stormOf = (place: Place): Storm | null => {
    if (place.kind === 'open') return ofAll ?? (isShared(place.cause?.key) ? null : shareOf(place, on.shares));
    const isOwn = place.kind === 'join' && own.includes(place.incident) && place.incident.causeKey === null;
    return isOwn ? shareOf(place, on.shares) : null;
  };
  const braked = places.map((place): Braked => {
    const storm = stormOf(place);
    return storm ? { ...place, storm } : place;
  });
  const opening = braked.filter(({ kind, storm }) => kind === 'open' && storm);
  if (opening.length === 0) return braked;
  const target = going ?? latest(heard.filter(withoutCause), 'lastJoinedAt');
  const one = target ? { kind: 'join' as const, incident: target } : asOne(opening);
  const found = opening.flatMap(place => place.found);
  const storm = opening[0]!.storm!;
  return gathered([...braked.filter(place => !opening.includes(place)), { ...one, found }]).map(place => {
    const isTarget = target ? place.kind !== 'open' && place.incident.id === target.id : place.found[0] === found[0];
    return isTarget ? { ...place, storm } : place;
  });
}

function withoutCause({ causeKey }: Incident): boolean {
  return causeKey === null;
}

/** It has a cause where all of it has the same. */
function asOne(opening: readonly Place[]): {
  kind: 'open';
  about: string;
  cause: Extract<Place, { kind: 'open' }>['cause'];
} {
  const all = opening.flatMap(place => (place.kind === 'open' ? [place] : []));
  const [{ about, cause }] = all as [(typeof all)[number]];
  return { kind: 'open', about, cause: all.every(one => one.cause?.key === cause?.key) ? cause : null };
}

function shareOf({ found }: Place, shares: ReadonlyMap<string, number>): Storm | null {
  for (const { status } of found) {
    const share = status === null ? undefined : shares.get(status);
    if (share !== undefined) return { share, status: status! };
  }
  return null;
}
