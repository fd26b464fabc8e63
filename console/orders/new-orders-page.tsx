import { Button } from '@mantine/core';
import { useQueries, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import type { OrderPage } from '../client/api.gen.ts';
import { answered, api } from '../client/client.ts';
import { useMay } from '../client/session.ts';
import { type Column, DataTable } from '../kit/data-table.tsx';
import { Empty } from '../kit/empty.tsx';
import { useLifecycleWords } from '../kit/lifecycle-words.ts';
import { Loading } from '../kit/loading.tsx';
import { PageHead } from '../kit/page-head.tsx';
import { Problem } from '../kit/problem.tsx';
import { useLiveState, useRefetchOn } from '../live/live.tsx';
import { AssignButton } from '../order/assign-button.tsx';
import { useQueueDeeds } from '../queue/queue-deeds.ts';
import { useSay } from '../words/say.tsx';
import { type ListedOrder, orderHref, toneOf } from './order-columns.tsx';
import classes from './orders.module.css';
import { useOrderColumns } from './orders-page.tsx';

const NEW_KEY = ['orders', 'new'];
const SHOWN = 100;
/** Where nothing is heard of what changes. */
const POLL_MS = 30_000;
/** Of the columns of all orders, those that say something of new ones. */
const COLUMNS = ['order', 'customer', 'status', 'dwell', 'why', 'assigned'];

/** The quick list: what has come within a day and has not gone on yet, the newest first, to be taken or given to somebody. */
export function NewOrdersPage(): ReactNode {
  const say = useSay();
  const words = useLifecycleWords();
  const columns = useNewColumns();
  const { newest, isPending, isError, error, retry } = useNewest();
  const [shown, setShown] = useState<readonly ListedOrder[] | null>(null);
  if (shown === null && newest !== null && newest.length > 0) setShown(newest);
  // Rows do not move under somebody's hand: what came meanwhile is announced, and shown when it is wanted.
  const known = new Set(shown?.map(({ orderId }) => orderId));
  const came = shown === null ? 0 : (newest?.filter(({ orderId }) => !known.has(orderId)).length ?? 0);
  const news = new Map(newest?.map(order => [order.orderId, order]));
  const rows = shown?.map(order => news.get(order.orderId) ?? order) ?? newest;
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

function useNewColumns(): Column<ListedOrder>[] {
  const say = useSay();
  const columns = useOrderColumns();
  return useMemo(() => {
    const hands: Column<ListedOrder> = {
      id: 'hands',
      head: say('orders.new.hands'),
      width: '11rem',
      cell: order => <Hands order={order} />,
    };
    return [...columns.filter(({ id }) => COLUMNS.includes(id)), hands];
  }, [columns, say]);
}

/** Taken at once by those who make orders; given to somebody by them and by support. */
function Hands({ order: { orderId } }: { order: ListedOrder }): ReactNode {
  const say = useSay();
  const words = useLifecycleWords();
  const mayTake = useMay('operator', 'manager', 'admin');
  const mayAssign = useMay('support', 'operator', 'manager', 'admin');
  const { take, isBusy } = useQueueDeeds(words.status);
  return (
    <>
      {mayTake ? (
        <Button
          size="compact-xs"
          disabled={isBusy}
          aria-label={`${say('queue.take')} ${orderId}`}
          onClick={() => take.mutate({ orderId })}
        >
          {say('queue.take')}
        </Button>
      ) : null}
      {mayAssign ? <AssignButton id={orderId} inRow /> : null}
    </>
  );
}

/** An order is new as long as it is where orders begin: one look for each such status. */
function useNewest() {
  const { lifecycles } = useLifecycleWords();
  const beginnings = [
    ...new Set(lifecycles.flatMap(({ statuses }) => statuses.filter(({ entry }) => entry).map(({ status }) => status))),
  ];
  const live = useLiveState() === 'live';
  // Also what has gone on is news here: it is new no more.
  useRefetchOn(['order'], NEW_KEY);
  const queries = useQueryClient();
  // What came between the first look and the first word of the stream would be heard of with the next one only.
  useEffect(() => {
    if (live) void queries.invalidateQueries({ queryKey: NEW_KEY });
  }, [live, queries]);
  const looks = useQueries({
    queries: beginnings.map(status => ({
      queryKey: [...NEW_KEY, status],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        answered(
          api.GET('/orders', {
            signal,
            params: { query: { status, youngerThan: 'P1D', limit: SHOWN, include: 'incidents,assignment' } },
          }) as Promise<{ data?: OrderPage }>,
        ),
      refetchInterval: live ? (false as const) : POLL_MS,
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
