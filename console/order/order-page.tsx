import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Navigate, useLocation, useParams } from 'react-router';
import type { Order } from '../client/api.gen.ts';
import { useUser } from '../client/session.ts';
import { Loading } from '../kit/loading.tsx';
import { useRefetchOn } from '../live/live.tsx';
import { useSay } from '../words/say.tsx';
import { Anomalies } from './anomalies.tsx';
import { CustomerCard } from './customer-card.tsx';
import { InHand } from './hands.tsx';
import { Names } from './names.tsx';
import { OrderHead } from './order-head.tsx';
import { OrderMissing } from './order-missing.tsx';
import classes from './order-page.module.css';
import { orderKey, orderQuery } from './order-queries.ts';
import { OrderTimeline } from './order-timeline.tsx';
import { ProposedCorrections } from './proposed.tsx';
import { Related } from './related.tsx';
import { StatusPath } from './status-path.tsx';
import { Systems } from './systems.tsx';
import { ToldToCustomer } from './told.tsx';
import { WhyStuck } from './why-stuck.tsx';

/** One order: where it is, why, what was done about it, who was told. */
export function OrderPage(): ReactNode {
  const { id: name = '' } = useParams();
  const { search, hash } = useLocation();
  const { data, error, refetch } = useQuery(orderQuery(name));
  if (data === undefined) {
    if (error === null) return <Loading shape="page" />;
    return <OrderMissing name={name} error={error} onRetry={() => void refetch()} />;
  }
  const { order, etag } = data;
  // Asked for by another of its names, or by that of a provisional order which turned out to be this one.
  if (order.orderId !== name) {
    const to = `/orders/${encodeURIComponent(order.orderId)}${search}${hash}`;
    return <Navigate replace to={to} state={{ askedFor: name }} />;
  }
  return <TheOrder order={order} etag={etag} />;
}

function TheOrder({ order, etag }: { order: Order; etag: string | null }): ReactNode {
  const say = useSay();
  const { role } = useUser();
  const { askedFor } = (useLocation().state ?? {}) as { askedFor?: string };
  const staff = role !== 'partner' && role !== 'customer';
  const { orderId: id, lifecycle } = order;
  useRefetchOn(['order'], orderKey(id), event => event.event !== 'order' || event.data.orderId === id);
  return (
    <>
      {askedFor === undefined ? null : <p className={classes.quiet}>{say('order.alsoKnown', { name: askedFor })}</p>}
      <OrderHead order={order} etag={etag} staff={staff} />
      {staff ? (
        <>
          <InHand id={id} />
          <ProposedCorrections order={order} />
        </>
      ) : null}
      <StatusPath id={id} />
      <div className={classes.answers}>
        {staff ? <WhyStuck order={order} /> : null}
        <Systems order={order} />
        <ToldToCustomer id={id} />
      </div>
      <div className={classes.body}>
        <OrderTimeline id={id} lifecycle={lifecycle} staff={staff} />
        <aside className={classes.aside}>
          <CustomerCard order={order} staff={staff} />
          <Names order={order} />
          <Anomalies order={order} />
          {staff ? <Related id={id} /> : null}
        </aside>
      </div>
    </>
  );
}
