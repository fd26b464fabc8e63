import { createBoard, labelVariable } from './board.ts';
import { DEPLOYS } from './deploys.ts';
import { console, logs, trace } from './links.ts';
import { type Column, stat, table } from './panel.ts';
import { sql } from './target.ts';

/** An empty list, before anything was scraped, is no error. */
const HERE = `s.lifecycle = any(array[\${lifecycle:sqlstring}]::text[])
  and s.status = any(array[\${status:sqlstring}]::text[])`;

/** Derived as orderTraceId of the tracker does: from what the producers know, too. */
const TRACE = `left(encode(sha256(convert_to(coalesce(s.correlation_id, s.order_id), 'UTF8')), 'hex'), 32)`;

/** Whose move is missing, and the incident that people were told of. */
const FOUND = `left join lateral (
    select f.owner, f.incident_id from alerts.finding f
     where f.order_id = s.order_id and f.resolved_at is null
     order by (f.owner is null), f.first_seen_at limit 1) f on true`;

const ORDER: Column = {
  links: [
    console('The order', '/orders/${__data.fields.Order:percentencode}'),
    trace('Its trace', '${__data.fields.Trace}'),
    logs('Lines of logs about it', '{service_name=~".+"} |= `${__data.fields.Correlation}`'),
  ],
};
const INCIDENT: Column = { links: [console('The incident', '/incidents/${__data.fields.Incident}')], width: 90 };
const HIDDEN: Column = { hidden: true };

export const SUPPORT = createBoard({
  uid: 'orderwatch-support',
  title: 'Support',
  description: 'The orders themselves: which are stuck, since when, against which limit, and where to go from there.',
  from: 'now-24h',
  variables: [
    labelVariable('lifecycle', 'Lifecycle', 'orderwatch_order_status_target_seconds'),
    labelVariable('status', 'Status', 'orderwatch_orders'),
  ],
  rows: [
    {
      id: 10,
      title: 'Now',
      panels: [
        stat({
          id: 11,
          title: 'Stuck',
          description: 'Orders past the limit of their status.',
          unit: 'short',
          width: 6,
          bad: 1,
          targets: [
            sql(`select count(*) as "Stuck" from tracker.order_state s
                  where s.joined_into is null and s.due_at < now() and ${HERE}`),
          ],
        }),
        stat({
          id: 12,
          title: 'Promise passed',
          description: 'Orders under way whose promised date is over.',
          unit: 'short',
          width: 6,
          bad: 1,
          targets: [
            sql(`select count(*) as "Promise passed" from tracker.order_state s
                  where s.joined_into is null and s.due_at is not null and s.promised_at < now() and ${HERE}`),
          ],
        }),
        stat({
          id: 13,
          title: 'Incidents nobody has taken',
          description: 'Open incidents that nobody has acknowledged, those of rules on trial left out.',
          unit: 'short',
          width: 6,
          bad: 1,
          targets: [sql(`select count(*) as "Open" from alerts.incident i where i.state = 'open' and not i.shadow`)],
          links: [console('Incidents', '/incidents')],
        }),
        stat({
          id: 14,
          title: 'In quarantine',
          description: 'In quarantine, and not replayed yet.',
          unit: 'short',
          width: 6,
          watch: 1,
          targets: [
            sql(
              `select count(*) as "Quarantine" from collector.quarantine q where q.replayed_at is null and q.dismissed_at is null`,
            ),
          ],
        }),
      ],
    },
    {
      id: 20,
      title: 'Orders',
      panels: [
        table({
          id: 21,
          title: 'Stuck orders',
          description:
            'The longest first, 200 at most. Waits for: the system whose move is missing. Empty: nothing is stuck.',
          unit: 'none',
          width: 24,
          height: 12,
          targets: [
            sql(`
              select s.order_id as "Order", s.lifecycle as "Lifecycle", s.status as "Status", s.status_since as "Since",
                     extract(epoch from now() - s.status_since)::float8 as "In the status", s.due_at as "Limit",
                     extract(epoch from now() - s.due_at)::float8 as "Past it", f.owner as "Waits for",
                     w.partner as "Partner", f.incident_id as "Incident",
                     (select count(*) from tracker.order_anomaly a
                       where a.order_id = s.order_id and a.cleared_at is null) as "Anomalies",
                     coalesce(s.correlation_id, s.order_id) as "Correlation", ${TRACE} as "Trace"
                from tracker.order_state s left join tracker.order_search w on w.order_id = s.order_id ${FOUND}
               where s.joined_into is null and s.due_at < now() and ${HERE}
               order by s.due_at, s.order_id limit 200`),
          ],
          columns: {
            Order: ORDER,
            'In the status': { unit: 's' },
            'Past it': { unit: 's', bad: 0 },
            Incident: INCIDENT,
            Anomalies: { watch: 1, width: 100 },
            Correlation: HIDDEN,
            Trace: HIDDEN,
          },
        }),
        table({
          id: 22,
          title: 'Past their target',
          description: 'Not stuck yet: past the target and before the limit, by how soon the limit is reached.',
          unit: 'none',
          width: 12,
          targets: [
            sql(`
              select s.order_id as "Order", s.status as "Status",
                     extract(epoch from now() - s.status_since)::float8 as "In the status",
                     extract(epoch from s.due_at - now())::float8 as "To the limit",
                     coalesce(s.correlation_id, s.order_id) as "Correlation", ${TRACE} as "Trace"
                from tracker.order_state s
               where s.joined_into is null and s.due_at >= now() and s.target_at < now() and ${HERE}
               order by s.due_at, s.order_id limit 100`),
          ],
          columns: {
            Order: ORDER,
            'In the status': { unit: 's' },
            'To the limit': { unit: 's' },
            Correlation: HIDDEN,
            Trace: HIDDEN,
          },
        }),
        table({
          id: 23,
          title: 'Contradictions that are not cleared',
          description: 'What systems say of one order and what cannot both be so, the newest of the last day first.',
          unit: 'none',
          width: 12,
          targets: [
            sql(`
              select a.order_id as "Order", a.kind as "Kind", a.noted_at as "Noted", s.status as "Status",
                     coalesce(s.correlation_id, s.order_id) as "Correlation", ${TRACE} as "Trace"
                from tracker.order_anomaly a join tracker.order_state s on s.order_id = a.order_id
               where a.cleared_at is null and s.last_event_at > now() - interval '1 day' and s.joined_into is null
               order by a.noted_at desc, a.order_id limit 100`),
          ],
          columns: { Order: ORDER, Correlation: HIDDEN, Trace: HIDDEN },
        }),
      ],
    },
    {
      id: 30,
      title: 'Why',
      panels: [
        table({
          id: 31,
          title: 'Incidents',
          description: 'Those that are not resolved, the worst and oldest first, with what most likely caused them.',
          unit: 'none',
          width: 12,
          targets: [
            sql(`
              select i.id as "Incident", i.severity as "Severity", i.state as "State", i.title->>'en' as "What",
                     i.cause->>'en' as "Likely cause", i.opened_at as "Opened",
                     (select count(*) from alerts.finding f
                       where f.incident_id = i.id and f.resolved_at is null) as "Findings"
                from alerts.incident i where i.state <> 'resolved' and not i.shadow
               order by array_position(array['critical', 'warning', 'info'], i.severity), i.opened_at limit 50`),
          ],
          columns: { Incident: INCIDENT, Severity: { width: 90 }, Findings: { width: 90 } },
        }),
        table({
          id: 32,
          title: 'Messages nobody could read',
          description:
            'Of the quarantine, by what they have in common: mend the mapping, and all of a line can be replayed.',
          unit: 'none',
          width: 12,
          targets: [
            sql(`
              select q.reason_kind as "Reason", coalesce(q.fingerprint, q.reason_kind) as "In common",
                     count(*) as "Messages", min(q.received_at) as "First", max(q.last_received_at) as "Last"
                from collector.quarantine q where q.replayed_at is null and q.dismissed_at is null
               group by q.reason_kind, coalesce(q.fingerprint, q.reason_kind) order by count(*) desc limit 50`),
          ],
          columns: { Messages: { width: 100 } },
        }),
        table({
          id: 33,
          title: 'Dead letters',
          description:
            'Messages that their readers refused and that lie in queues for dead letters, by where and why they died.',
          unit: 'none',
          width: 12,
          targets: [
            sql(`
              select coalesce(d.died_in, d.queue) as "Died in", d.reason as "Why", d.source as "From", d.status as "Status",
                     count(*) as "Messages", max(d.dead_at) as "Last", min(d.orders[1]) as "For example"
                from collector.dead_letter d where d.gone_at is null
               group by 1, 2, 3, 4 order by count(*) desc limit 50`),
          ],
          columns: {
            'For example': { links: [console('The order', '/orders/${__value.raw:percentencode}')] },
            Messages: { width: 100 },
          },
        }),
        table({
          id: 34,
          title: 'Deploys and tests',
          description:
            'What was deployed lately and which tests were run, as pipelines say: POST /api/v1/deploys, /webhooks/ci.',
          unit: 'none',
          width: 12,
          targets: [
            sql(`
              select d.at as "At", d.kind as "Kind", d.service as "Service", d.version as "Version",
                     d.environment as "Environment", d.result as "Result", d.failed as "Tests failed", d.url as "Page"
                from ${DEPLOYS} d order by d.at desc, d.id desc limit 30`),
          ],
          columns: { Page: { links: [{ title: 'Open', url: '${__value.raw}' }] } },
        }),
      ],
    },
  ],
});
