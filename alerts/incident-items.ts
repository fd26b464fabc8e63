import type { Instant } from '../platform/clock.ts';
import { durationInWords } from '../platform/duration.ts';
import type { Db } from '../platform/postgres.ts';
import { type OrderKey, OWN_SOURCE } from '../tracker/event.ts';
import { inWords, parseDuration } from '../tracker/iso-duration.ts';
import type { LocalizedText } from '../tracker/lifecycle.ts';
import { eventInWords, type Names, nameOf, resolutionInWords } from './event-words.ts';
import { type IncidentEvent, type IncidentEventKind, incidentName } from './incident.ts';
import { readEvents } from './incident-events.ts';
import type { Severity } from './severity.ts';

/** What an incident had to do with an order, as a line of the order's timeline. */
export type IncidentItem = {
  at: Instant;
  recordedAt: Instant;
  kind: 'incident';
  by: string;
  title: string;
  detail: string;
  /** `incident:31` */
  eventId: string;
  /** `step`: what became of it, for those who put it in words of their own. */
  data: Readonly<Record<string, unknown>>;
  /** A person did it. */
  manual: boolean;
};

/** That an order was found to be stuck, in an incident perhaps with others. */
export type OrderFinding = {
  incident: number;
  rule: string;
  title: LocalizedText;
  shadow: boolean;
  openedAt: Instant;
  limit: string | null;
  severity: Severity;
  since: Instant | null;
  detail: LocalizedText | null;
  firstSeenAt: Instant;
  resolvedAt: Instant | null;
  resolution: string | null;
};

/** The incidents of an order that stands under these keys: how each began for it, what people did, how it ended. */
export async function readIncidentItems(db: Db, keys: readonly OrderKey[], people: Names): Promise<IncidentItem[]> {
  const findings = await readFindings(db, keys);
  if (findings.length === 0) return [];
  const events = await readEvents(db, [...new Set(findings.map(({ incident }) => incident))]);
  const ofIncident = Map.groupBy(events, ({ incidentId }) => incidentId);
  return findings
    .flatMap(finding => findingItems(finding, ofIncident.get(finding.incident) ?? [], people))
    .sort((a, b) => a.at - b.at);
}

/** The lines of one finding. What became of the incident before and after it is no news of this order. */
export function findingItems(finding: OrderFinding, events: readonly IncidentEvent[], people: Names): IncidentItem[] {
  const { incident, firstSeenAt, resolvedAt } = finding;
  const during = events.filter(
    ({ kind, at }) => kind in TITLES && at >= firstSeenAt && (resolvedAt === null || at <= resolvedAt),
  );
  const items = [
    beginning(finding),
    ...during.map(event => ({
      ...item(
        finding,
        event.at,
        event.kind,
        `Incident ${incident} ${TITLES[event.kind]!}`,
        eventInWords(event, people),
      ),
      by: event.by === null ? OWN_SOURCE : nameOf(people, event.by),
      manual: event.by !== null,
    })),
  ];
  const isTold = during.some(({ kind, at }) => kind === 'resolved' && at === resolvedAt);
  if (resolvedAt !== null && !isTold) {
    const why = `${capital(resolutionInWords(finding.resolution))}.`;
    items.push(item(finding, resolvedAt, 'over', `Incident ${incident} is over for this order`, why));
  }
  return items;
}

/** Of those kinds that are news of each of its orders; within a title. */
const TITLES: Partial<Record<IncidentEventKind, string>> = {
  raised: 'became more urgent',
  reopened: 'reopened',
  told: 'was told',
  nobody_to_tell: 'could not be told',
  silenced: 'was silenced',
  acknowledged: 'was taken on',
  acknowledgement_ended: 'is open again',
  snoozed: 'was put off',
  snooze_ended: 'is open again',
  resolved: 'was resolved',
};

function beginning(finding: OrderFinding): IncidentItem {
  const { incident, title, firstSeenAt, openedAt, severity, limit, since, detail, shadow } = finding;
  const isJoined = firstSeenAt > openedAt;
  const how = isJoined ? `Joined incident ${incident}` : `Incident ${incident} opened`;
  const words = [
    severity,
    since !== null && `for ${durationInWords(firstSeenAt - since)}`,
    limit !== null && `limit ${inWords(parseDuration(limit))}`,
    shadow && 'on trial: nobody is told',
  ];
  const facts = capital(words.filter(Boolean).join(', '));
  const whole = [facts, detail?.en].filter(Boolean).join('. ');
  return item(finding, firstSeenAt, isJoined ? 'joined' : 'opened', `${how}: ${title.en}`, whole);
}

type Step = IncidentEventKind | 'joined' | 'over';

function item(finding: OrderFinding, at: Instant, step: Step, title: string, detail: string): IncidentItem {
  const { incident, rule, severity } = finding;
  return {
    at,
    recordedAt: at,
    kind: 'incident',
    by: OWN_SOURCE,
    title,
    detail,
    eventId: incidentName(incident),
    data: { incident: String(incident), rule, severity, step, title: finding.title, about: finding.detail },
    manual: false,
  };
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

async function readFindings(db: Db, keys: readonly OrderKey[]): Promise<OrderFinding[]> {
  const { rows } = await db.query<
    Pick<OrderFinding, 'incident' | 'rule' | 'title' | 'shadow' | 'limit' | 'severity' | 'since' | 'detail'> & {
      opened_at: Instant;
      first_seen_at: Instant;
      resolved_at: Instant | null;
      resolution: string | null;
    }
  >(
    `select i.id as incident, i.rule, i.title, i.shadow, i.opened_at, i."limit", f.severity, f.since, f.detail,
            f.first_seen_at, f.resolved_at, f.resolution
       from alerts.finding f join alerts.incident i on i.id = f.incident_id
      where f.order_id = any ($1::text[]) order by f.first_seen_at, i.id, f.stay`,
    [keys],
  );
  return rows.map(({ opened_at, first_seen_at, resolved_at, ...row }) => ({
    ...row,
    openedAt: opened_at,
    firstSeenAt: first_seen_at,
    resolvedAt: resolved_at,
  }));
}
