import { Button } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { type ReactNode, useMemo, useState } from 'react';
import type { OrderPage } from '../client/api.gen.ts';
import { answered, api } from '../client/client.ts';
import { DataTable } from '../kit/data-table.tsx';
import { Empty } from '../kit/empty.tsx';
import { useLifecycleWords } from '../kit/lifecycle-words.ts';
import { Loading } from '../kit/loading.tsx';
import { PageHead } from '../kit/page-head.tsx';
import { Problem } from '../kit/problem.tsx';
import { Ago } from '../kit/time.tsx';
import { useSay } from '../words/say.tsx';
import { type ListedOrder, orderHref, toneOf } from './order-columns.tsx';
import classes from './orders.module.css';
import { useOrderColumns } from './orders-page.tsx';

const SHOWN = 100;
const LOOKED_MS = 10_000;

/** The quick list: what has come within a day and has not gone on yet, the newest first. */
export function NewOrdersPage(): ReactNode {
  const say = useSay();
  const words = useLifecycleWords();
  const columns = useNewColumns();
  const { newest, isPending, isError, error, retry } = useNewest();
  const [shown, setShown] = useState<readonly ListedOrder[] | null>(null);
  // Rows do not move under somebody's hand: what came meanwhile is announced, and shown when it is wanted.
  const rows = shown ?? newest;
  const known = new Set(rows?.map(({ orderId }) => orderId));
  const came = newest?.filter(({ orderId }) => !known.has(orderId)).length ?? 0;
  if (shown === null && newest !== null && newest.length > 0) setShown(newest);
  return (
    <>
      <PageHead
        title={say('shell.page.newOrders')}
        answer={newest === null ? ' ' : say('orders.new.answer', { count: newest.length })}
      />
      <div role="status">
        {came > 0 ? (
          <Button className={classes.notice!} size="xs" onClick={() => setShown(newest)}>
            {say('orders.new.show', { count: came })}
          </Button>
        ) : null}
      </div>
      {isPending ? <Loading shape="rows" /> : null}
      {isError && rows === null ? <Problem error={error} what={say('orders.cantShow')} onRetry={retry} /> : null}
      {rows?.length === 0 ? <Empty>{say('orders.new.none')}</Empty> : null}
      {rows && rows.length > 0 ? (
        <DataTable
          label={say('shell.page.newOrders')}
          columns={columns}
          rows={rows}
          rowId={order => order.orderId}
          href={orderHref}
          tone={order => toneOf(order, words)}
        />
      ) : null}
    </>
  );
}

function useNewColumns() {
  const say = useSay();
  const columns = useOrderColumns();
  return useMemo(() => {
    const came = {
      id: 'came',
      head: say('orders.new.came'),
      width: '8rem',
      cell: ({ statusSince }: ListedOrder) => <Ago at={statusSince} />,
    };
    return columns.flatMap(column => (column.id === 'dwell' ? [came, column] : [column]));
  }, [columns, say]);
}

/** An order is new as long as it is where orders begin: one look for each such status. */
function useNewest() {
  const { lifecycles } = useLifecycleWords();
  const beginnings = [
    ...new Set(lifecycles.flatMap(({ statuses }) => statuses.filter(({ entry }) => entry).map(({ status }) => status))),
  ];
  const looks = useQueries({
    queries: beginnings.map(status => ({
      queryKey: ['orders', 'new', status],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        answered(
          api.GET('/orders', {
            signal,
            params: { query: { status, youngerThan: 'P1D', limit: SHOWN, include: 'incidents,assignment' } },
          }) as Promise<{ data?: OrderPage }>,
        ),
      refetchInterval: LOOKED_MS,
    })),
  });
  const failed = looks.find(({ isError }) => isError);
  const pages = looks.flatMap(({ data }) => data ?? []);
  const complete = beginnings.length > 0 && pages.length === beginnings.length;
  return {
    newest: complete ? newestOf(pages.flatMap(({ items }) => items)) : null,
    isPending: !complete && failed === undefined,
    isError: failed !== undefined,
    error: failed?.error,
    retry: () => {
      for (const look of looks) void look.refetch();
    },
  };
}

function newestOf(orders: readonly ListedOrder[]): ListedOrder[] {
  return orders.toSorted((a, b) => (b.statusSince ?? '').localeCompare(a.statusSince ?? '')).slice(0, SHOWN);
}
