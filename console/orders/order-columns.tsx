import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { OrderPage } from '../client/api.gen.ts';
import type { AnomalyWords } from '../kit/anomaly-words.ts';
import type { Column } from '../kit/data-table.tsx';
import { durationOf } from '../kit/duration.ts';
import type { useLifecycleWords } from '../kit/lifecycle-words.ts';
import { StatusBadge } from '../kit/status-badge.tsx';
import { Ago, Dwell } from '../kit/time.tsx';
import { type Tone, toneOfOrder } from '../kit/tone.ts';
import type { Language } from '../words/catalogue.ts';
import type { useSay } from '../words/say.tsx';
import classes from './orders.module.css';

export type ListedOrder = OrderPage['items'][number];

type Reader = {
  say: ReturnType<typeof useSay>;
  words: Pick<ReturnType<typeof useLifecycleWords>, 'ended'>;
  language: Language;
  now: number;
  told: AnomalyWords;
};

export function orderHref({ orderId }: { orderId: string }): string {
  return `/orders/${encodeURIComponent(orderId)}`;
}

export function toneOf(order: ListedOrder, words: Reader['words']): Tone {
  return toneOfOrder(order, words.ended(order.status, order.lifecycle));
}

export function orderColumns({ say, words, language, now, told }: Reader): Column<ListedOrder>[] {
  return [
    {
      id: 'order',
      head: say('orders.column.order'),
      width: 'minmax(8.5rem, 1.1fr)',
      cell: order => (
        <Link to={orderHref(order)} className={classes.order}>
          {order.orderId}
        </Link>
      ),
    },
    {
      id: 'customer',
      head: say('orders.column.customer'),
      width: 'minmax(6rem, 1fr)',
      cell: order => customerOf(order, say),
    },
    {
      id: 'status',
      head: say('orders.column.status'),
      width: 'minmax(13rem, 1fr)',
      cell: order => <StatusBadge status={order.status} lifecycle={order.lifecycle} tone={toneOf(order, words)} />,
    },
    {
      id: 'dwell',
      head: say('orders.column.dwell'),
      sorts: [
        { by: 'age', label: say('orders.column.dwell'), direction: 'descending' },
        { by: 'deadline', label: say('orders.column.limit'), direction: 'ascending' },
      ],
      width: 'minmax(16.5rem, 1.8fr)',
      cell: order => dwellOf(order, words, say, now),
    },
    {
      id: 'why',
      head: say('orders.column.why'),
      width: 'minmax(5rem, 1.4fr)',
      cell: ({ incidents = [] }) => {
        const [worst] = incidents;
        if (worst === undefined) return <span className={classes.quiet}>—</span>;
        const { id, title, cause } = worst;
        return (
          <Link to={`/incidents/${id}`} title={title[language]}>
            {(cause ?? title)[language]}
          </Link>
        );
      },
    },
    {
      id: 'anomalies',
      head: say('orders.column.anomalies'),
      width: '5rem',
      phone: 'hidden',
      cell: ({ anomalies, lifecycle }) =>
        anomalies.length === 0 ? null : (
          <span title={anomalies.map(anomaly => told(anomaly, lifecycle)).join('\n')}>
            {say('orders.anomalies', { count: anomalies.length })}
          </span>
        ),
    },
    {
      id: 'assigned',
      head: say('orders.column.assigned'),
      width: '4.5rem',
      cell: ({ assignedTo }) => assignedTo ?? <span className={classes.quiet}>—</span>,
    },
    {
      id: 'systems',
      head: say('orders.column.systems'),
      sorts: [{ by: 'lastEvent', label: say('orders.column.news'), direction: 'descending' }],
      width: '10rem',
      phone: 'hidden',
      cell: ({ sources, status, lastEventAt }) => (
        <span className={classes.systems}>
          <Ago at={lastEventAt} now={now} />
          {Object.entries(sources).map(([source, said]) => (
            <span
              key={source}
              className={classes.system}
              data-agrees={said.status === status}
              title={`${source}: ${said.status}`}
            >
              {source}
            </span>
          ))}
        </span>
      ),
    },
  ];
}

function customerOf({ customer, partner }: ListedOrder, say: Reader['say']): ReactNode {
  const name = customer?.name ?? customer?.email ?? customer?.phone ?? customer?.id;
  if (partner !== null) {
    const of = say('orders.partner', { partner });
    return <span title={name ? `${name} · ${of}` : of}>{name ? `${name} · ${partner}` : of}</span>;
  }
  return name ?? <span className={classes.quiet}>—</span>;
}

function dwellOf(order: ListedOrder, words: Reader['words'], say: Reader['say'], now: number): ReactNode {
  const { statusSince, dueAt, usual, status, lifecycle } = order;
  if (statusSince === null) return '—';
  const since = Date.parse(statusSince);
  const ended = words.ended(status, lifecycle);
  return (
    <>
      <Dwell
        ms={Math.max(0, now - since)}
        limitMs={dueAt === null ? null : Date.parse(dueAt) - since}
        usualMs={usual === null || ended ? null : durationOf(usual.p50)}
      />
      {order.frozen ? <span className={classes.quiet}> · {say('orders.frozen')}</span> : null}
    </>
  );
}
