import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { type ReactNode, useCallback, useMemo } from 'react';
import { useLocation } from 'react-router';
import type { OrderPage } from '../client/api.gen.ts';
import { answered, api } from '../client/client.ts';
import { useMay } from '../client/session.ts';
import { useAnomalyWords } from '../kit/anomaly-words.ts';
import { CopyButton } from '../kit/copy-button.tsx';
import { DataTable } from '../kit/data-table.tsx';
import { Empty } from '../kit/empty.tsx';
import { useLifecycleWords } from '../kit/lifecycle-words.ts';
import { Loading } from '../kit/loading.tsx';
import { PageHead } from '../kit/page-head.tsx';
import { Problem } from '../kit/problem.tsx';
import { useNow } from '../kit/time.tsx';
import { useReader } from '../words/language.tsx';
import { useSay } from '../words/say.tsx';
import { orderColumns, orderHref, toneOf } from './order-columns.tsx';
import { FiltersSet, OrderFilters, useTold } from './order-filters.tsx';
import { asked, filtersOf, type OrderView, useOrderView } from './order-view.ts';
import classes from './orders.module.css';
import { OrdersAnswer } from './orders-answer.tsx';
import { SavedViews } from './saved-views.tsx';

const PAGE = 100;

/** Support's home: how all orders stand, and those that are looked for. */
export function OrdersPage(): ReactNode {
  const say = useSay();
  const { view, setView, clear } = useOrderView();
  const orders = useOrders(view);
  const pages = orders.data?.pages;
  const rows = useMemo(() => pages?.flatMap(({ items }) => items) ?? [], [pages]);
  const columns = useOrderColumns();
  const words = useLifecycleWords();
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = orders;
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  return (
    <>
      <PageHead title={say('shell.page.orders')} answer={<OrdersAnswer />} actions={<Actions view={view} />} />
      <OrderFilters view={view} setView={setView} clear={clear} />
      <FiltersSet view={view} setView={setView} understood={pages?.[0]?.understood} />
      {orders.isPending ? <Loading shape="rows" /> : null}
      {orders.isError && rows.length === 0 ? (
        <Problem error={orders.error} what={say('orders.cantShow')} onRetry={() => void orders.refetch()} />
      ) : null}
      {orders.isSuccess && rows.length === 0 ? (
        <Nothing view={view} setView={setView} understood={pages?.[0]?.understood} />
      ) : null}
      {rows.length > 0 ? (
        <>
          <Found total={pages?.[0]?.total} />
          <DataTable
            label={say('shell.page.orders')}
            columns={columns}
            rows={rows}
            rowId={order => order.orderId}
            href={orderHref}
            tone={order => toneOf(order, words)}
            sort={{ by: view.sort, onSort: sort => setView({ sort }) }}
            onEnd={more}
          />
        </>
      ) : null}
      {isFetchingNextPage ? <Loading shape="lines" /> : null}
    </>
  );
}

function useOrders(view: OrderView) {
  const filters = asked(view);
  return useInfiniteQuery({
    queryKey: ['orders', 'list', filters],
    queryFn: ({ signal, pageParam }) =>
      answered(
        api.GET('/orders', {
          signal,
          params: {
            query: {
              ...(filters as object),
              limit: PAGE,
              include: 'incidents,assignment',
              // How many they are changes little while somebody scrolls.
              ...(pageParam === null ? { count: 'true' as const } : { cursor: pageParam }),
            },
          },
        }) as Promise<{ data?: OrderPage }>,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    // The rows of the last view stay until those of the next are there: no flicker at every letter of a filter.
    placeholderData: (before, query) => (query?.queryKey[1] === 'list' ? before : undefined),
  });
}

export function useOrderColumns() {
  const say = useSay();
  const words = useLifecycleWords();
  const { language } = useReader();
  const now = useNow();
  const told = useAnomalyWords();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `say` and the words change with language and lifecycles.
  return useMemo(() => orderColumns({ say, words, language, now, told }), [language, now, words.lifecycles.length]);
}

function Actions({ view }: { view: OrderView }): ReactNode {
  const say = useSay();
  const { pathname, search } = useLocation();
  const csv = new URLSearchParams({ ...asked(view), format: 'csv' });
  return (
    <>
      <CopyButton text={window.location.origin + pathname + search} what={say('orders.link')} />
      <Button
        component="a"
        href={`/api/v1/orders?${csv}`}
        download
        variant="default"
        size="xs"
        leftSection={<IconDownload size={15} />}
        title={say('orders.csvTitle')}
      >
        {say('orders.csv')}
      </Button>
      <SavedViews />
    </>
  );
}

function Found({ total }: { total: OrderPage['total'] }): ReactNode {
  const say = useSay();
  if (total === undefined) return null;
  const sentence = say('orders.found', { count: total.count, more: total.more ? 'yes' : 'no' });
  return (
    <p role="status" className={classes.understood}>
      {sentence}
    </p>
  );
}

type NothingProps = {
  view: OrderView;
  setView: (change: Partial<OrderView>) => void;
  understood: OrderPage['understood'];
};

/** Why there is nothing, and what to do: another word, or one filter less. */
function Nothing({ view, setView, understood }: NothingProps): ReactNode {
  const say = useSay();
  const told = useTold();
  const findsParts = useMay('support', 'manager', 'admin');
  const set = filtersOf(view).filter(name => name !== 'q');
  const text = understood?.text;
  if (set.length === 0 && !text) return <Empty>{say(view.q === '' ? 'orders.none' : 'orders.nothing')}</Empty>;
  return (
    <>
      {text ? <Empty>{say(findsParts ? 'orders.nothingTyped' : 'orders.nothingWhole', { text })}</Empty> : null}
      {set.length > 0 ? (
        <Empty
          action={set.map(name => (
            <Button key={name} size="xs" variant="default" onClick={() => setView({ [name]: '' })}>
              {say('orders.without', { filter: told(name, view[name]) })}
            </Button>
          ))}
        >
          {say('orders.nothingFiltered')}
        </Empty>
      ) : null}
    </>
  );
}
