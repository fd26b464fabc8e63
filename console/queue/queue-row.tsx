import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { QueuedOrder } from '../client/api.gen.ts';
import { durationOf } from '../kit/duration.ts';
import { StatusBadge } from '../kit/status-badge.tsx';
import { Dwell, useDuration, useNow } from '../kit/time.tsx';
import type { Tone } from '../kit/tone.ts';
import { useSummary } from '../live/live.tsx';
import { useSay } from '../words/say.tsx';
import classes from './queue-page.module.css';

export function toneOf({ dueAt, promisedAt, targetAt }: QueuedOrder, now: number): Tone {
  const passed = (at: string | null) => at !== null && Date.parse(at) < now;
  if (passed(dueAt) || passed(promisedAt)) return 'late';
  return passed(targetAt) ? 'watch' : 'calm';
}

/** How long a stay in the order's status usually is, in milliseconds; null: too few are known. */
function useUsually(): (order: Pick<QueuedOrder, 'status' | 'lifecycle'>) => number | null {
  const { data } = useSummary();
  return ({ status, lifecycle }) => {
    const usually = data?.statuses.find(one => one.status === status && one.lifecycle === lifecycle)?.usually;
    return usually ? durationOf(usually) : null;
  };
}

/** Big enough for a thumb: what it is, why it stands here, and what can be done. */
export function QueueRow({ order, children }: { order: QueuedOrder; children: ReactNode }): ReactNode {
  const say = useSay();
  const now = useNow();
  const duration = useDuration();
  const usually = useUsually();
  const why = order.why.map(({ kind, ms }) => say(`queue.why.${kind}`, { time: duration(ms ?? 0) }));
  const since = order.statusSince === null ? null : Date.parse(order.statusSince);
  return (
    <li className={classes.row} data-tone={toneOf(order, now)}>
      <div className={classes.words}>
        <div className={classes.line}>
          <Link to={`/orders/${encodeURIComponent(order.orderId)}`} className={classes.name}>
            {order.orderId}
          </Link>
          {order.status === null ? null : (
            <StatusBadge status={order.status} lifecycle={order.lifecycle} tone={toneOf(order, now)} />
          )}
          {order.partner === null ? null : <span className={classes.quiet}>{order.partner}</span>}
        </div>
        <p className={classes.why}>{why.join(' · ')}</p>
        {since === null ? null : (
          <p className={classes.dwell}>
            <Dwell
              ms={Math.max(0, now - since)}
              limitMs={order.dueAt === null ? null : Date.parse(order.dueAt) - since}
              usualMs={usually(order)}
            />
          </p>
        )}
      </div>
      <div className={classes.deeds}>{children}</div>
    </li>
  );
}
