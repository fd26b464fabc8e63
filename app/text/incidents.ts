import type { z } from 'zod';
import type { contract } from '../../api/contract.ts';
import type { Instant } from '../../platform/clock.ts';
import { durationInWords } from '../../platform/duration.ts';
import { inWords, parseDuration } from '../../tracker/iso-duration.ts';
import { printable } from './printable.ts';
import { table } from './table.ts';
import { distance, moment } from './time.ts';

type Contract = { [Name in keyof typeof contract]: z.infer<(typeof contract)[Name]> };

export function describeIncidents({ items, nextCursor }: Contract['IncidentPage'], now: Instant): string {
  if (items.length === 0) return 'No incident passes these filters.';
  const rows = items.map(incident => [
    incident.id,
    incident.severity,
    [
      incident.state,
      incident.shadow && 'on trial',
      incident.flapping && 'flapping',
      incident.suspect && 'unsure',
      incident.storm && 'storm',
      incident.customers === 'held' && incident.state !== 'resolved' && 'customers not told',
    ]
      .filter(Boolean)
      .join(', '),
    durationInWords(now - Date.parse(incident.openedAt)),
    incident.title.en,
    incident.causeKey ?? '',
    incident.about,
    ordersInWords(incident),
    incident.verdict === null ? '' : VERDICTS[incident.verdict],
    incident.acknowledgedBy === null ? '' : `${incident.acknowledgedBy}${forHowLong(incident.acknowledgedAt, now)}`,
  ]);
  const list = table([
    ['ID', 'SEVERITY', 'STATE', 'FOR', 'WHAT', 'CAUSE', 'ABOUT', 'ORDERS', 'REAL', 'TAKEN ON BY'],
    ...rows,
  ]);
  return nextCursor === null ? list : `${list}\n\nThere are more: add --cursor ${nextCursor}`;
}

const VERDICTS: Readonly<Record<NonNullable<Contract['Incident']['verdict']>, string>> = {
  real: 'yes',
  not_real: 'no',
  our_data: 'our data',
};

export const SHOWN_ORDERS = 20;

/** `orders`: its first page. */
export function describeIncident(
  incident: Contract['IncidentInFull'],
  orders: readonly Contract['IncidentOrder'][],
  now: Instant,
): string {
  const when = (time: string | null) => time && `${moment(Date.parse(time))} UTC, ${distance(Date.parse(time), now)}`;
  const facts: [string, string | null | false][] = [
    ['state', incident.state],
    ['severity', incident.severity],
    ['rule', `${incident.rule}${incident.shadow ? ', on trial: nobody is told' : ''}`],
    ['about', incident.about],
    ['limit', incident.limit && inWords(parseDuration(incident.limit))],
    ['cause', incident.cause],
    ['unsure', incident.suspect && (incident.suspectBecause?.en ?? 'what we know may be late')],
    ['storm', incident.storm && 'so much at once that it is one matter'],
    ['customers', customersInWords(incident)],
    ['opened', when(incident.openedAt)],
    ['came back', incident.reopened > 0 && `${incident.reopened} times${incident.flapping ? ': it is flapping' : ''}`],
    ['taken on by', incident.acknowledgedBy],
    ['until', when(incident.until)],
    ['silenced until', when(incident.silencedUntil)],
    ['resolved', when(incident.resolvedAt)],
    ['merged into', incident.mergedInto && `incident ${incident.mergedInto}`],
    ['was it real', incident.verdict && `${VERDICTS[incident.verdict]}, as ${incident.verdictBy} says`],
    ['next', incident.escalation],
    ['orders', incident.orderCount === 0 ? null : ordersInWords(incident)],
    [
      'messages',
      incident.messages.length === 0
        ? null
        : `${incident.messages.length}; see notifications ls --order incident:${incident.id}`,
    ],
  ];
  const findings = incident.findings.map(({ subject, severity, detail, resolvedAt }) => [
    subject,
    resolvedAt === null ? severity : 'over',
    detail?.en ?? '',
  ]);
  const history = incident.history.map(({ at, inWords: said }) => [moment(Date.parse(at)), said]);
  return [
    printable(`Incident ${incident.id}: ${incident.title.en}`),
    table(
      facts.flatMap(([name, value]) => (value ? [[name, value]] : [])),
      '  ',
    ),
    ...(orders.length === 0 ? [] : [ordersOf(incident, orders, now)]),
    ...(findings.length === 0 ? [] : [`What it is about\n${table(findings, '  ')}`]),
    ...(history.length === 0 ? [] : [`What happened (UTC)\n${table(history, '  ')}`]),
  ].join('\n\n');
}

/** Null: they are told as always. */
function customersInWords({ id, customers, customersBy, state }: Contract['IncidentInFull']): string | null {
  switch (customers) {
    case 'usual':
      return null;
    case 'held':
      if (state === 'resolved') return 'nobody said whether they are told of delays';
      return `told of delays only when you say so: orderwatch incidents customers ${id} tell`;
    case 'released':
      return `told of delays, as ${customersBy} said`;
    case 'refused':
      return `not told of delays, as ${customersBy} said`;
    default:
      return customers satisfies never;
  }
}

function ordersOf(
  { id, orderCount }: Contract['IncidentInFull'],
  orders: readonly Contract['IncidentOrder'][],
  now: Instant,
): string {
  const rows = orders.map(({ orderId, status, since, resolvedAt, detail, usual }) => [
    orderId,
    status ?? '',
    since === null ? '' : durationInWords((resolvedAt === null ? now : Date.parse(resolvedAt)) - Date.parse(since)),
    usual?.inWords.en ?? '',
    resolvedAt === null ? (detail?.en ?? '') : 'over',
  ]);
  const more = orderCount - orders.length;
  const rest = more > 0 ? `\n  and ${more} more: GET /api/v1/incidents/${id}/orders` : '';
  return `Orders, longest first\n${table(rows, '  ')}${rest}`;
}

function ordersInWords({ orderCount, openOrderCount }: Contract['Incident']): string {
  if (orderCount === 0) return '-';
  return openOrderCount === orderCount ? String(orderCount) : `${openOrderCount} of ${orderCount} still`;
}

function forHowLong(since: string | null, now: Instant): string {
  return since === null ? '' : `, for ${durationInWords(now - Date.parse(since))}`;
}
