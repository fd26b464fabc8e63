import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import type { QueuedOrder, WorkQueue } from '../client/api.gen.ts';
import { useMay } from '../client/session.ts';
import { Empty } from '../kit/empty.tsx';
import { FilterBar, FilterSelect } from '../kit/filter-bar.tsx';
import { useLifecycleWords } from '../kit/lifecycle-words.ts';
import { Loading } from '../kit/loading.tsx';
import { PageHead } from '../kit/page-head.tsx';
import { Problem } from '../kit/problem.tsx';
import { At } from '../kit/time.tsx';
import { useUrlState } from '../kit/url-state.ts';
import { AdvanceDialog } from '../order/advance-dialog.tsx';
import { Say, useSay } from '../words/say.tsx';
import { useQueueDeeds } from './queue-deeds.ts';
import classes from './queue-page.module.css';
import { QueueRow } from './queue-row.tsx';
import { useWorkQueue } from './work-queue.ts';

const PAGE = 50;
const MOST = 500;

/** What an operator takes next. Made for a phone first: it is read beside a workbench. */
export function QueuePage(): ReactNode {
  const say = useSay();
  const [view, setView] = useUrlState({ status: '' });
  const [limit, setLimit] = useState(PAGE);
  const queue = useWorkQueue(view.status, limit);
  const words = useLifecycleWords();
  const { data } = queue;
  const statuses = [...new Set(data?.items.flatMap(({ status }) => status ?? []))];
  if (view.status !== '' && !statuses.includes(view.status)) statuses.push(view.status);
  const answer = data && (
    <Say
      id="queue.answer"
      values={{
        ...{ waiting: data.counts.waiting, late: data.counts.late, mine: data.mine.length },
        toLate: text => (
          <Link key="late" to="/?stuck=true&sort=deadline">
            {text}
          </Link>
        ),
        toMine: text => (
          <Link key="mine" to="/?assignedTo=me">
            {text}
          </Link>
        ),
      }}
    />
  );
  return (
    <>
      <PageHead title={say('shell.page.queue')} answer={answer} />
      <FilterBar onClear={view.status === '' ? undefined : () => setView({ status: '' })}>
        <FilterSelect
          label={say('queue.status')}
          value={view.status}
          onChange={status => setView({ status })}
          options={[
            { value: '', label: say('queue.allStatuses') },
            ...statuses.map(status => ({ value: status, label: words.status(status) })),
          ]}
        />
      </FilterBar>
      {queue.isPending ? <Loading shape="rows" /> : null}
      {queue.isError && !data ? <Problem error={queue.error} onRetry={() => void queue.refetch()} /> : null}
      {data ? <Queue queue={data} onMore={limit < MOST ? () => setLimit(limit + PAGE) : undefined} /> : null}
    </>
  );
}

function Queue({ queue, onMore }: { queue: WorkQueue; onMore: (() => void) | undefined }): ReactNode {
  const say = useSay();
  const words = useLifecycleWords();
  const may = useMay('operator', 'manager', 'admin');
  const { take, release, advance, isBusy } = useQueueDeeds(words.status);
  const [end, setEnd] = useState<{ order: QueuedOrder; to: string } | null>(null);
  return (
    <>
      {end === null ? null : (
        <AdvanceDialog
          {...end}
          onClose={() => setEnd(null)}
          onDo={expected => advance.mutate({ ...end, expected }, { onSettled: () => setEnd(null) })}
          doing={advance.isPending}
          error={null}
        />
      )}
      {queue.mine.length === 0 ? null : (
        <section>
          <h2 className={classes.head}>{say('queue.mine')}</h2>
          <ul className={classes.list}>
            {queue.mine.map(order => (
              <QueueRow key={order.orderId} order={order}>
                {order.next.map((to, place) => (
                  <Button
                    key={to}
                    size="sm"
                    // The usual way is the one that a hurried thumb finds.
                    variant={place === 0 ? 'filled' : 'default'}
                    disabled={isBusy}
                    onClick={() =>
                      words.ended(to, order.lifecycle) ? setEnd({ order, to }) : advance.mutate({ order, to })
                    }
                  >
                    {say('queue.advanceTo', { status: words.status(to, order.lifecycle) })}
                  </Button>
                ))}
                <Button size="sm" variant="default" disabled={isBusy} onClick={() => release.mutate(order)}>
                  {say('queue.release')}
                </Button>
              </QueueRow>
            ))}
          </ul>
        </section>
      )}
      <section>
        <h2 className={classes.head}>{say('queue.next')}</h2>
        {queue.items.length === 0 ? <Empty>{say('queue.none')}</Empty> : null}
        <ul className={classes.list}>
          {queue.items.map(order => (
            <QueueRow key={order.orderId} order={order}>
              {may ? (
                <Button
                  size="md"
                  disabled={isBusy}
                  aria-label={`${say('queue.take')} ${order.orderId}`}
                  onClick={() => take.mutate(order)}
                >
                  {say('queue.take')}
                </Button>
              ) : null}
            </QueueRow>
          ))}
        </ul>
        {queue.nextCursor !== null && onMore ? (
          <Button variant="default" onClick={onMore}>
            {say('queue.more')}
          </Button>
        ) : null}
      </section>
      {queue.load.length === 0 ? null : (
        <section>
          <h2 className={classes.head}>{say('queue.load')}</h2>
          <ul className={classes.load}>
            {queue.load.map(({ by, isYou, orders, since }) => (
              <li key={`${by} ${since}`}>
                {say('queue.loadOf', { who: isYou ? say('queue.you') : by, orders })}{' '}
                <span className={classes.quiet}>
                  <At at={since} />
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
