import { toIso } from '../platform/clock.ts';
import type { InboundDeps } from './alertmanager-inbound.ts';
import { putFinding, putIncident } from './pushed-incidents-under-test.ts';

/** The least that findings have to do for whoever tells them: one that is new is in an incident, and ends with it. */
export const plainFindings: Pick<InboundDeps, 'applyFindings' | 'resolveFindings'> = {
  applyFindings: async (tx, rule, seen, { origin, now }) => {
    for (const { limit: _, ...found } of seen) {
      const about = found.owner ?? found.subject;
      const { rows: open } = await tx.query<{ id: number; theirs: boolean }>(
        `select i.id, coalesce(bool_or(f.origin = $4 and f.subject = $3), false) as theirs
           from alerts.incident i left join alerts.finding f on f.incident_id = i.id and f.resolved_at is null
          where i.rule = $1 and i.about = $2 and i.state <> 'resolved' group by i.id`,
        [rule.name, about, found.subject, origin],
      );
      if (open.some(({ theirs }) => theirs)) continue;
      const incidentId =
        open[0]?.id ??
        (await putIncident(tx, { rule: rule.name, about, title: rule.title, severity: found.severity, openedAt: now }));
      await putFinding(tx, { ...found, rule: rule.name, origin, incidentId, firstSeenAt: now });
    }
  },
  resolveFindings: async (tx, findings, resolution, now) => {
    for (const { rule, subject, stay, origin, incidentId } of findings) {
      await tx.query(
        `update alerts.finding set resolved_at = $5, resolution = $6
          where rule = $1 and subject = $2 and stay = $3 and origin = $4 and resolved_at is null`,
        [rule, subject, stay, origin, toIso(now), resolution],
      );
      await tx.query(
        `update alerts.incident i set state = 'resolved', resolved_at = $2, version = version + 1
          where i.id = $1 and i.state <> 'resolved'
            and not exists (select from alerts.finding f where f.incident_id = i.id and f.resolved_at is null)`,
        [incidentId, toIso(now)],
      );
    }
  },
};
