import { Anchor } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { RelatedOrders } from '../client/api.gen.ts';
import { useLifecycleWords } from '../kit/lifecycle-words.ts';
import { Loading } from '../kit/loading.tsx';
import { Problem } from '../kit/problem.tsx';
import { StatusBadge } from '../kit/status-badge.tsx';
import { Ago } from '../kit/time.tsx';
import { toneOfOrder } from '../kit/tone.ts';
import { useReader } from '../words/language.tsx';
import { Say, useSay } from '../words/say.tsx';
import { relatedQuery } from './order-queries.ts';
import classes from './related.module.css';
import { Section } from './section.tsx';

/** What belongs to the order: incidents that it is in, other orders of the customer, where more can be read. */
export function Related({ id }: { id: string }): ReactNode {
  const say = useSay();
  const { data, error, refetch } = useQuery(relatedQuery(id));
  if (data === undefined) {
    return (
      <Section title={say('order.related')}>
        {error === null ? (
          <Loading shape="lines" rows={3} />
        ) : (
          <Problem error={error} what={say('order.related.failed')} onRetry={() => void refetch()} />
        )}
      </Section>
    );
  }
  const { incidents, ofCustomer, logsUrl, traceUrl } = data;
  return (
    <>
      {incidents.length === 0 ? null : (
        <Section title={say('order.incidents')}>
          {incidents.map(incident => (
            <Incident key={incident.id} incident={incident} />
          ))}
        </Section>
      )}
      {ofCustomer === null || ofCustomer.orders.length === 0 ? null : (
        <Section title={say('order.ofCustomer')}>
          <OfCustomer of={ofCustomer} />
        </Section>
      )}
      {logsUrl === null && traceUrl === null ? null : (
        <Section title={say('order.elsewhere')}>
          <p className={classes.links}>
            {traceUrl === null ? null : <Outside href={traceUrl}>{say('order.elsewhere.trace')}</Outside>}
            {logsUrl === null ? null : <Outside href={logsUrl}>{say('order.elsewhere.logs')}</Outside>}
          </p>
        </Section>
      )}
    </>
  );
}

function Incident({ incident }: { incident: RelatedOrders['incidents'][number] }): ReactNode {
  const { language } = useReader();
  const { id, title, openedAt, orderCount, orders } = incident;
  return (
    <p className={classes.incident}>
      <Link to={`/incidents/${id}`}>{`#${id} ${title[language]}`}</Link>
      <span className={classes.quiet}>
        {' '}
        <Ago at={openedAt} />
      </span>
      <br />
      <Say
        id="order.incidents.shared"
        values={{ count: orderCount - 1, link: text => <Link to={`/incidents/${id}`}>{text}</Link> }}
      />{' '}
      {orders.map(order => (
        <Link key={order} className={classes.other} to={`/orders/${encodeURIComponent(order)}`}>
          {order}
        </Link>
      ))}
    </p>
  );
}

function OfCustomer({ of }: { of: NonNullable<RelatedOrders['ofCustomer']> }): ReactNode {
  const say = useSay();
  const words = useLifecycleWords();
  return (
    <>
      <ul className={classes.orders}>
        {of.orders.map(order => (
          <li key={order.orderId}>
            <Link to={`/orders/${encodeURIComponent(order.orderId)}`}>{order.orderId}</Link>{' '}
            <StatusBadge status={order.status} tone={toneOfOrder(order, words.ended(order.status))} />{' '}
            <span className={classes.quiet}>
              <Ago at={order.statusSince} />
            </span>
          </li>
        ))}
      </ul>
      {of.more ? (
        <Link to={`/?customer=${encodeURIComponent(of.customerId)}`}>{say('order.ofCustomer.all')}</Link>
      ) : null}
    </>
  );
}

function Outside({ href, children }: { href: string; children: ReactNode }): ReactNode {
  return (
    <Anchor size="sm" href={href} target="_blank" rel="noreferrer">
      {children}
    </Anchor>
  );
}
