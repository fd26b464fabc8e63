import type { Instant } from '../platform/clock.ts';
import type { Found, Subject } from './finding.ts';
import type { Earlier } from './finding-rows.ts';
import type { Incident } from './incident.ts';
import type { IncidentSettings } from './settings.ts';

/**
 * What an incident is about beside its rule. Orders that wait for the same system are stuck for the same cause; of those
 * that wait for nobody in particular it is enough that the rule found them.
 */
export function aboutOf({ orderId, owner, status, subject }: Found): string {
  return orderId === null ? subject : (owner ?? status ?? 'orders');
}

/** To which incident a group of findings about the same belongs: one that stands, one that comes back, or a new one. */
export type Place = { kind: 'join'; incident: Incident } | { kind: 'reopen'; incident: Incident } | { kind: 'open' };

/** `standing`: the incidents of the rule that are not resolved; `reopenable`: those resolved lately that these come from. */
export function placeFindings(
  found: readonly Found[],
  on: {
    standing: readonly Incident[];
    reopenable: readonly Incident[];
    earlier: ReadonlyMap<Subject, readonly Earlier[]>;
    now: Instant;
    settings: Pick<IncidentSettings, 'groupWithinMs'>;
  },
): Place {
  const { now, settings } = on;
  const [first] = found;
  const about = aboutOf(first!);
  const standing = on.standing.filter(incident => incident.about === about);
  const isGrouped = first!.orderId !== null;
  const joinable = standing.filter(({ lastJoinedAt }) => !isGrouped || now - lastJoinedAt <= settings.groupWithinMs);
  const own = new Set(
    found.flatMap(({ subject }) => on.earlier.get(subject) ?? []).map(({ incidentId }) => incidentId),
  );

  const joins =
    latest(joinable, 'lastJoinedAt') ??
    latest(
      standing.filter(({ id }) => own.has(id)),
      'lastJoinedAt',
    );
  if (joins) return { kind: 'join', incident: joins };
  const comesBack = latest(
    on.reopenable.filter(incident => incident.about === about && own.has(incident.id)),
    'resolvedAt',
  );
  return comesBack ? { kind: 'reopen', incident: comesBack } : { kind: 'open' };
}

function latest(incidents: readonly Incident[], by: 'lastJoinedAt' | 'resolvedAt'): Incident | undefined {
  return incidents.toSorted((a, b) => (b[by] ?? 0) - (a[by] ?? 0) || b.id - a.id)[0];
}
