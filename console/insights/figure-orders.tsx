import { useInfiniteQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import { useIntl } from 'react-intl';
import { Link } from 'react-router';
import type { InsightsOrder } from '../client/api.gen.ts';
import { answered, api } from '../client/client.ts';
import { type Column, DataTable } from '../kit/data-table.tsx';
import { Empty } from '../kit/empty.tsx';
import { useLifecycleWords } from '../kit/lifecycle-words.ts';
import { Loading } from '../kit/loading.tsx';
import { PageHead } from '../kit/page-head.tsx';
import { Problem } from '../kit/problem.tsx';
import { StatusBadge } from '../kit/status-badge.tsx';
import { useSay } from '../words/say.tsx';
import { useWritten } from './dwell-part.tsx';
import { useRuleTitle } from './rule-title.ts';
import { figureOf, type InsightsView } from './view.ts';

const PAGE = 200;

type Props = { view: InsightsView; asked: Record<string, string>; onBack: string };

/** The orders that a figure was made of. */
export function FigureOrders({ view, asked, onBack }: Props): ReactNode {
  const say = useSay();
  const words = useLifecycleWords();
  const written = useWritten();
  const what = useWhat(view);
  const query = { ...asked, ...figureOf(view), limit: PAGE } as Record<string, string | number>;
  const list = useInfiniteQuery({
    queryKey: ['insights', 'orders', query],
    queryFn: ({ signal, pageParam }) =>
      answered(
        api.GET('/insights/orders', {
          signal,
          params: { query: { ...query, ...(pageParam && { cursor: pageParam }) } },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    staleTime: 60_000,
  });
  const columns = useMemo<Column<InsightsOrder>[]>(
    () => [
      {
        id: 'order',
        head: say('insights.order'),
        cell: ({ orderId }) => <Link to={`/orders/${encodeURIComponent(orderId)}`}>{orderId}</Link>,
        width: 'minmax(9rem, 1fr)',
      },
      {
        id: 'status',
        head: say('insights.status'),
        cell: ({ status, lifecycle, late }) => (
          <StatusBadge
            status={status}
            lifecycle={lifecycle}
            tone={late ? 'late' : words.ended(status, lifecycle) ? 'done' : 'calm'}
          />
        ),
        width: 'minmax(10rem, 1fr)',
      },
      {
        id: 'took',
        head: say('insights.duration'),
        cell: ({ took }) => (took === null ? say('insights.underWay') : written(took)),
        width: '120px',
        align: 'end',
      },
      { id: 'partner', head: say('insights.partner'), cell: ({ partner }) => partner ?? '—' },
      { id: 'class', head: say('insights.productClass'), cell: ({ productClass }) => productClass ?? '—' },
    ],
    [say, words.ended, written],
  );
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const total = list.data?.pages[0]?.total;
  return (
    <>
      <PageHead
        title={say('insights.behind')}
        answer={total === undefined ? undefined : say('insights.behindAnswer', { count: total, what })}
        actions={<Link to={onBack}>{say('insights.backToFigures')}</Link>}
      />
      {list.isPending ? <Loading shape="rows" /> : null}
      {list.isError ? <Problem error={list.error} onRetry={() => void list.refetch()} /> : null}
      {total === 0 ? <Empty>{say('insights.behindNone')}</Empty> : null}
      {rows.length > 0 ? (
        <DataTable
          label={say('insights.behind')}
          columns={columns}
          rows={rows}
          rowId={({ orderId }) => orderId}
          href={({ orderId }) => `/orders/${encodeURIComponent(orderId)}`}
          onEnd={list.hasNextPage && !list.isFetchingNextPage ? () => void list.fetchNextPage() : undefined}
          total={total}
        />
      ) : null}
    </>
  );
}

function useWhat(view: InsightsView): string {
  const say = useSay();
  const intl = useIntl();
  const words = useLifecycleWords();
  const { status, next, week, variant, late, promise, partner, productClass, noPartner, noProductClass, rule } = view;
  const title = useRuleTitle();
  if (rule !== '') return say('insights.whatRule', { rule: title(rule) });
  const parts = [
    status === '' || next !== '' ? null : say('insights.whatStatus', { status: words.status(status) }),
    next === '' ? null : say('insights.whatStep', { status: words.status(status), next: words.status(next) }),
    week === ''
      ? null
      : say('insights.whatWeek', { date: intl.formatDate(week, { day: 'numeric', month: 'long', timeZone: 'UTC' }) }),
    variant === '' ? null : say('insights.whatVariant'),
    late === '' ? null : say(late === 'true' ? 'insights.whatLate' : 'insights.whatInTime'),
    promise === '' ? null : say(promise === 'kept' ? 'insights.whatKept' : 'insights.whatMissed'),
    ...[partner, productClass].map(name => (name === '' ? null : say('insights.whatPartner', { name }))),
    noPartner === '' ? null : say('insights.noPartner'),
    noProductClass === '' ? null : say('insights.noProductClass'),
  ].filter(part => part !== null);
  return parts.length === 0 ? say('insights.whatAll') : parts.join(', ');
}
