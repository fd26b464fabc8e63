import type { z } from 'zod';
import type { contract } from '../../api/contract.ts';
import type { Instant } from '../../platform/clock.ts';
import { durationInWords } from '../../platform/duration.ts';
import { table } from './table.ts';
import { dateRange, distance } from './time.ts';

type Page = z.infer<typeof contract.OrderPage>;

export function describeOrders({ items, nextCursor, total }: Page, now: Instant): string {
  if (items.length === 0) return 'No order passes these filters.';
  const rows = items.map(order => [
    order.orderId,
    order.status ?? '-',
    order.statusSince === null ? '-' : durationInWords(now - Date.parse(order.statusSince)),
    order.dueAt === null ? '-' : distance(Date.parse(order.dueAt), now),
    expectation(order.expected),
    troubles(order) || '-',
    order.partner ?? '-',
  ]);
  return [
    table([['ORDER', 'STATUS', 'FOR', 'LIMIT', 'EXPECTED', 'TROUBLE', 'PARTNER'], ...rows]),
    total && `${total.count.toLocaleString('en')}${total.more ? '+' : ''} orders in all.`,
    nextCursor !== null && `There are more: add --cursor ${nextCursor}`,
  ]
    .filter(Boolean)
    .join('\n\n');
}

function expectation({ from, to }: Page['items'][number]['expected']): string {
  return from === null || to === null ? '-' : dateRange(Date.parse(from), Date.parse(to));
}

function troubles(order: Page['items'][number]): string {
  return [
    order.stuck ? 'stuck' : order.atRisk && 'at risk',
    order.overdue && 'overdue',
    order.frozen && 'frozen',
    order.provisional && 'provisional',
    ...new Set(order.anomalies.map(({ kind }) => kind)),
  ]
    .filter(Boolean)
    .join(', ');
}
