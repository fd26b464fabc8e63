import type { ShownItem } from '../../api/order/whole-timeline.ts';
import type { Instant } from '../../platform/clock.ts';
import { durationInWords } from '../../platform/duration.ts';
import type { Lifecycles } from '../../tracker/lifecycle.ts';
import type { Order } from '../../tracker/orders.ts';
import { ANOMALY_TITLES } from '../../tracker/timeline.ts';
import { printable } from './printable.ts';
import { table } from './table.ts';
import { dateRange, distance, moment } from './time.ts';

/** Where an order is and why, for a person at a terminal. Times are UTC. */
export function describeOrder(
  lifecycles: Lifecycles,
  order: Order & { traceUrl: string | null },
  timeline: readonly ShownItem[],
  now: Instant,
): string {
  return [
    headline(lifecycles, order, now),
    table(facts(order, now), '  '),
    section('Who says what', sources(order, now)),
    section('What is wrong', anomalies(order)),
    section('What happened (UTC)', events(timeline)),
  ]
    .filter(part => part !== '')
    .join('\n\n');
}

function headline(lifecycles: Lifecycles, order: Order, now: Instant): string {
  const status = order.status === null ? 'no status yet' : `${order.status}${unconfirmed(lifecycles, order)}`;
  const since = order.statusSince === null ? '' : ` for ${durationInWords(now - order.statusSince)}`;
  const troubles = [
    order.stuck && order.dueAt !== null && `STUCK: ${durationInWords(now - order.dueAt)} past its limit`,
    !order.stuck && order.atRisk && 'AT RISK',
    order.overdue && order.promisedAt !== null && `OVERDUE: promised ${durationInWords(now - order.promisedAt)} ago`,
    order.frozen && 'FROZEN',
    order.provisional && 'PROVISIONAL: no event has named the order id yet',
  ].filter(Boolean);
  return [printable(`${order.orderId}: ${status}${since}`), ...troubles].join('\n  ');
}

function unconfirmed(lifecycles: Lifecycles, { lifecycle, status, confirmed }: Order): string {
  if (confirmed || status === null) return '';
  const owner = lifecycles.named(lifecycle)?.owner(status);
  return owner ? ` (unconfirmed: ${owner} has not said so)` : ' (unconfirmed)';
}

function facts(order: Order & { traceUrl: string | null }, now: Instant): string[][] {
  const when = (at: Instant | null) => (at === null ? null : `${moment(at)} UTC, ${distance(at, now)}`);
  const { customer } = order;
  const rows: [string, string | null][] = [
    ['since', when(order.statusSince)],
    ['should leave by', when(order.targetAt)],
    ['must leave by', when(order.dueAt)],
    ['promised for', when(order.promisedAt)],
    ['expected', expectation(order.expected)],
    ['customer', customer && [customer.name, customer.id, customer.email, customer.phone].filter(Boolean).join(', ')],
    ['partner', order.partner],
    [
      'also known as',
      Object.entries(order.ids)
        .map(([system, id]) => `${system}:${id}`)
        .join(', '),
    ],
    ['correlation id', order.correlationId],
    ['trace', order.traceUrl ?? order.traceId],
    ['events', counted(order)],
    ['last event', when(order.lastEventAt)],
  ];
  return rows.flatMap(([name, value]) => (value ? [[name, value]] : []));
}

function expectation({ from, to, basis, samples }: Order['expected']): string | null {
  switch (basis) {
    case null:
      return null;
    case 'partner':
      return `${dateRange(from, to)}, by ${samples} orders of the partner`;
    case 'lifecycle':
      return `${dateRange(from, to)}, by ${samples} orders like it`;
    case 'declared':
      return `${dateRange(from, to)}, by the declared limits: too few orders have come to their end`;
    default:
      return basis satisfies never;
  }
}

function counted({ eventCount, duplicateCount }: Order): string {
  return duplicateCount === 0 ? String(eventCount) : `${eventCount}, and ${duplicateCount} that came again`;
}

function sources({ sources: views }: Order, now: Instant): string[][] {
  return Object.entries(views)
    .sort(([, a], [, b]) => a.at - b.at)
    .map(([source, { status, at }]) => [source, status, `said ${moment(at)} UTC, ${distance(at, now)}`]);
}

function anomalies(order: Order): string[][] {
  return order.anomalies.map(({ kind, at, detail }) => [moment(at), ANOMALY_TITLES[kind], detail]);
}

/** An event and the move that it made are one line, the move's. */
function events(timeline: readonly ShownItem[]): string[][] {
  const moves = new Map(timeline.filter(item => item.kind === 'transition').map(item => [item.eventId, item]));
  return timeline
    .filter(item => item.kind !== 'transition')
    .map(item => {
      const move = item.kind === 'anomaly' ? undefined : moves.get(item.eventId);
      const title = move ? move.title : item.title;
      const details = [move?.detail, item.detail].filter(Boolean).join('. ');
      return [moment(item.at), item.kind, item.by, title, details];
    });
}

function section(title: string, rows: string[][]): string {
  return rows.length === 0 ? '' : `${title}\n${table(rows, '  ')}`;
}
