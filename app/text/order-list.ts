import type { z } from 'zod';
import type { contract } from '../../api/contract.ts';
import type { Instant } from '../../platform/clock.ts';
import { durationInWords } from '../../platform/duration.ts';
import { table } from './table.ts';
import { distance } from './time.ts';

type Page = z.infer<typeof contract.OrderPage>;

export function describeOrders({ items, nextCursor }: Page, now: Instant): string {
  if (items.length === 0) return 'No order passes these filters.';
  const rows = items.map(order => [
    order.orderId,
    order.status ?? '-',
    order.statusSince === null ? '-' : durationInWords(now - Date.parse(order.statusSince)),
    order.dueAt === null ? '-' : distance(Date.parse(order.dueAt), now),
    troubles(order) || '-',
    order.partner ?? '-',
  ]);
  const list = table([['ORDER', 'STATUS', 'FOR', 'LIMIT', 'TROUBLE', 'PARTNER'], ...rows]);
  return nextCursor === null ? list : `${list}\n\nThere are more: add --cursor ${nextCursor}`;
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
