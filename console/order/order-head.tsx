import { Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Order } from '../client/api.gen.ts';
import { useLifecycleWords } from '../kit/lifecycle-words.ts';
import { PageHead } from '../kit/page-head.tsx';
import { StatusBadge, ToneBadge } from '../kit/status-badge.tsx';
import { toneOfOrder } from '../kit/tone.ts';
import { useSay } from '../words/say.tsx';
import { OrderActions } from './order-actions.tsx';
import { StandingAnswer } from './standing-answer.tsx';

type Props = { order: Order; etag: string | null; staff: boolean };

/** Which order it is, how it stands in words, and what can be done. */
export function OrderHead({ order, etag, staff }: Props): ReactNode {
  const { orderId, customer } = order;
  const title = customer?.name === undefined ? orderId : `${orderId} · ${customer.name}`;
  return (
    <PageHead
      title={title}
      beside={<Badges order={order} />}
      answer={<StandingAnswer order={order} />}
      actions={staff ? <OrderActions order={order} etag={etag} /> : undefined}
    />
  );
}

function Badges({ order }: { order: Order }): ReactNode {
  const say = useSay();
  const words = useLifecycleWords();
  const { status, lifecycle, stuck, overdue, atRisk, frozen, confirmed, provisional, partner } = order;
  const ended = words.ended(status, lifecycle);
  return (
    <>
      <StatusBadge status={status} lifecycle={lifecycle} tone={toneOfOrder(order, ended)} />
      {stuck && !ended ? <ToneBadge tone="late">{say('order.badge.stuck')}</ToneBadge> : null}
      {overdue ? <ToneBadge tone="late">{say('order.badge.overdue')}</ToneBadge> : null}
      {atRisk && !stuck && !ended ? <ToneBadge tone="watch">{say('order.badge.atRisk')}</ToneBadge> : null}
      {frozen ? <ToneBadge tone="calm">{say('order.badge.frozen')}</ToneBadge> : null}
      {confirmed || status === null ? null : (
        <Explained why={say('order.badge.unconfirmedWhy')}>
          <ToneBadge tone="watch">{say('order.badge.unconfirmed')}</ToneBadge>
        </Explained>
      )}
      {provisional ? (
        <Explained why={say('order.badge.provisionalWhy')}>
          <ToneBadge tone="watch">{say('order.badge.provisional')}</ToneBadge>
        </Explained>
      ) : null}
      {partner === null ? null : <span>{say('order.partner', { partner })}</span>}
    </>
  );
}

function Explained({ why, children }: { why: string; children: ReactNode }): ReactNode {
  return (
    <Tooltip label={why}>
      <span title={why}>{children}</span>
    </Tooltip>
  );
}
