import { useInfiniteQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import { Link } from 'react-router';
import type { IncidentOrder } from '../client/api.gen.ts';
import { serverNow } from '../client/freshness.ts';
import { type Column, DataTable } from '../kit/data-table.tsx';
import { durationOf } from '../kit/duration.ts';
import { Empty } from '../kit/empty.tsx';
import { Loading } from '../kit/loading.tsx';
import { useAgo } from '../kit/moment.ts';
import { Problem } from '../kit/problem.tsx';
import { StatusBadge } from '../kit/status-badge.tsx';
import { Dwell, useNow } from '../kit/time.tsx';
import type { Tone } from '../kit/tone.ts';
import { useReader } from '../words/language.tsx';
import { useSay } from '../words/say.tsx';
import { incidentOrdersQuery } from './incident-queries.ts';

/** The orders of the group, each with how long it has been where it is, against its limit and what is usual. */
export function IncidentOrders({ id }: { id: string }): ReactNode {
  const say = useSay();
  const { language } = useReader();
  const orders = useInfiniteQuery(incidentOrdersQuery(id));
  const rows = orders.data?.pages.flatMap(({ items }) => items) ?? [];
  const columns = useMemo(
    (): readonly Column<IncidentOrder>[] => [
      {
        id: 'order',
        head: say('incidents.orders.order'),
        width: 'minmax(9.5rem, 1.2fr)',
        cell: ({ orderId }) => <Link to={`/orders/${encodeURIComponent(orderId)}`}>{orderId}</Link>,
      },
      {
        id: 'status',
        head: say('incidents.orders.status'),
        width: 'minmax(8rem, 1.2fr)',
        cell: order => <StatusBadge status={order.status} tone={toneOf(order)} />,
      },
      {
        id: 'dwell',
        head: say('incidents.orders.dwell'),
        width: 'minmax(14rem, 2.2fr)',
        cell: order => <OrderDwell order={order} />,
      },
      { id: 'owner', head: say('incidents.orders.owner'), width: '6rem', cell: ({ owner }) => owner ?? '—' },
      {
        id: 'found',
        head: say('incidents.orders.found'),
        width: 'minmax(6rem, 2fr)',
        phone: 'hidden',
        cell: ({ detail }) => <span title={detail?.[language] ?? ''}>{detail?.[language] ?? '—'}</span>,
      },
    ],
    [say, language],
  );
  if (orders.isPending) return <Loading shape="rows" rows={4} />;
  if (orders.isError) return <Problem error={orders.error} onRetry={() => void orders.refetch()} />;
  if (rows.length === 0) return <Empty>{say('incidents.orders.none')}</Empty>;
  return (
    <DataTable
      label={say('incidents.orders')}
      columns={columns}
      rows={rows}
      rowId={({ orderId, since }) => `${orderId} ${since}`}
      href={({ orderId }) => `/orders/${encodeURIComponent(orderId)}`}
      tone={toneOf}
      onEnd={orders.hasNextPage && !orders.isFetching ? () => void orders.fetchNextPage() : undefined}
    />
  );
}

function OrderDwell({ order }: { order: IncidentOrder }): ReactNode {
  const say = useSay();
  const ago = useAgo();
  const now = useNow();
  const { since, limitAt, usual, resolvedAt } = order;
  if (since === null) return '—';
  if (resolvedAt !== null) return say('incidents.orders.over', { ago: ago(resolvedAt) });
  const limitMs = limitAt === null ? null : Date.parse(limitAt) - Date.parse(since);
  return (
    <Dwell ms={now - Date.parse(since)} limitMs={limitMs} usualMs={usual === null ? null : durationOf(usual.p50)} />
  );
}

/** Found, but not past its limit yet: it soon may be. */
function toneOf({ resolvedAt, limitAt }: IncidentOrder): Tone {
  if (resolvedAt !== null) return 'done';
  return limitAt !== null && Date.parse(limitAt) > serverNow() ? 'watch' : 'late';
}
