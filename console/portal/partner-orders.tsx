import { useInfiniteQuery } from '@tanstack/react-query';
import { type ReactNode, useCallback, useMemo } from 'react';
import type { OrderPage } from '../client/api.gen.ts';
import { answered, api } from '../client/client.ts';
import { useAnomalyWords } from '../kit/anomaly-words.ts';
import { type Column, DataTable } from '../kit/data-table.tsx';
import { Empty } from '../kit/empty.tsx';
import { FilterBar, FilterChip, FilterSelect } from '../kit/filter-bar.tsx';
import { useLifecycleWords } from '../kit/lifecycle-words.ts';
import { Loading } from '../kit/loading.tsx';
import { Problem } from '../kit/problem.tsx';
import { useNow } from '../kit/time.tsx';
import { type ListedOrder, orderColumns, orderHref, toneOf } from '../orders/order-columns.tsx';
import { FiltersSet } from '../orders/order-filters.tsx';
import { asked, filtersOf, type OrderView, useOrderView } from '../orders/order-view.ts';
import { useReader } from '../words/language.tsx';
import { useSay } from '../words/say.tsx';

const PAGE = 100;

/** Of the columns of the list that people here see, those that are no business of theirs alone. */
const SHOWN = ['order', 'customer', 'status', 'dwell'];

/** The search of all orders, within the partner's own. */
export function PartnerOrders(): ReactNode {
  const say = useSay();
  const words = useLifecycleWords();
  const { view, setView, clear } = useOrderView();
  const orders = useOwnOrders(view);
  const pages = orders.data?.pages;
  const rows = useMemo(() => pages?.flatMap(({ items }) => items) ?? [], [pages]);
  const columns = useColumns();
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = orders;
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const isFiltered = filtersOf(view).length > 0;
  const statuses = [...new Set(words.lifecycles.flatMap(one => one.statuses.map(({ status }) => status)))];
  return (
    <>
      <FilterBar onClear={isFiltered ? clear : undefined}>
        <FilterChip on={view.stuck === 'true'} onChange={on => setView({ stuck: on ? 'true' : '' })}>
          {say('portal.stuck')}
        </FilterChip>
        <FilterChip on={view.atRisk === 'true'} onChange={on => setView({ atRisk: on ? 'true' : '' })}>
          {say('orders.atRisk')}
        </FilterChip>
        <FilterChip on={view.overdue === 'true'} onChange={on => setView({ overdue: on ? 'true' : '' })}>
          {say('orders.overdue')}
        </FilterChip>
        <FilterSelect
          label={say('orders.status')}
          value={view.status}
          onChange={value => setView({ status: value })}
          options={statuses.map(value => ({ value, label: words.status(value) }))}
        />
      </FilterBar>
      <FiltersSet view={view} setView={setView} understood={pages?.[0]?.understood} />
      {orders.isPending ? <Loading shape="rows" /> : null}
      {orders.isError && rows.length === 0 ? (
        <Problem error={orders.error} what={say('portal.cantShow')} onRetry={() => void orders.refetch()} />
      ) : null}
      {orders.isSuccess && rows.length === 0 ? (
        <Empty>{say(isFiltered ? 'portal.nothing' : 'portal.none')}</Empty>
      ) : null}
      {rows.length > 0 ? (
        <DataTable
          label={say('shell.page.portal')}
          columns={columns}
          rows={rows}
          rowId={order => order.orderId}
          href={orderHref}
          tone={order => toneOf(order, words)}
          onEnd={more}
        />
      ) : null}
      {isFetchingNextPage ? <Loading shape="lines" /> : null}
    </>
  );
}

function useOwnOrders(view: OrderView) {
  const filters = asked(view);
  return useInfiniteQuery({
    queryKey: ['orders', 'portal', 'list', filters],
    queryFn: ({ signal, pageParam }) =>
      answered(
        api.GET('/orders', {
          signal,
          params: {
            query: { ...(filters as object), limit: PAGE, ...(pageParam === null ? {} : { cursor: pageParam }) },
          },
        }) as Promise<{ data?: OrderPage }>,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
}

function useColumns(): Column<ListedOrder>[] {
  const say = useSay();
  const words = useLifecycleWords();
  const { language, zone } = useReader();
  const now = useNow();
  const told = useAnomalyWords();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `say` and the words change with language and lifecycles.
  return useMemo(() => {
    const day = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', timeZone: zone });
    const expected: Column<ListedOrder> = {
      id: 'expected',
      head: say('portal.expected'),
      width: 'minmax(8rem, 1fr)',
      cell: ({ expected: { from, to } }) =>
        from === null || to === null ? '—' : day.formatRange(new Date(from), new Date(to)),
    };
    const columns = orderColumns({ say, words, language, now, told }).filter(({ id }) => SHOWN.includes(id));
    return [...columns, expected];
  }, [language, zone, now, words.lifecycles.length]);
}
