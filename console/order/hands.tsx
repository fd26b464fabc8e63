import { Button, Menu } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { Order, OrderHands } from '../client/api.gen.ts';
import { answered, api } from '../client/client.ts';
import { useMay } from '../client/session.ts';
import { useLifecycleWords } from '../kit/lifecycle-words.ts';
import { useProblemSentence } from '../kit/problem.tsx';
import { Ago, At } from '../kit/time.tsx';
import { useUndo } from '../kit/undo.tsx';
import { Say, useSay } from '../words/say.tsx';
import { AdvanceDialog } from './advance-dialog.tsx';
import classes from './hands.module.css';
import { heldBy } from './held-by.ts';
import { handsQuery } from './order-queries.ts';
import { useOrderDeed } from './use-order-deed.ts';

/** Who has the order in hand, and whom it is given to. */
export function InHand({ id }: { id: string }): ReactNode {
  const { data } = useQuery(handsQuery(id));
  if (data === undefined || (data.claim === null && data.assignment === null)) return null;
  const { claim, assignment } = data;
  return (
    <p className={classes.hands}>
      {claim === null ? null : (
        <Say
          id={claim.isYours ? 'order.hands.yours' : 'order.hands.held'}
          values={{ by: claim.by, ago: <Ago key="ago" at={claim.takenAt} />, until: <At key="at" at={claim.endsAt} /> }}
        />
      )}{' '}
      {assignment === null ? null : (
        <Say
          id="order.hands.assigned"
          values={{ to: assignment.to, by: assignment.by, ago: <Ago key="ago" at={assignment.at} /> }}
        />
      )}
    </p>
  );
}

/** Take, give back, and bring to the next status, for those who make orders. */
export function HandsButtons({ order }: { order: Order }): ReactNode {
  const mayWork = useMay('operator', 'manager', 'admin');
  const { data } = useQuery(handsQuery(order.orderId));
  if (!mayWork || data === undefined) return null;
  const isMine = data.claim?.isYours === true;
  return (
    <>
      {data.claim === null && data.next.length > 0 ? <Take order={order} /> : null}
      {isMine ? <Advance order={order} hands={data} /> : null}
      {data.claim === null ? null : <Release order={order} hands={data} />}
    </>
  );
}

function Take({ order: { orderId: id } }: { order: Order }): ReactNode {
  const say = useSay();
  const told = useUndo();
  const sentence = useProblemSentence();
  const release = useOrderDeed(id, {
    does: () => answered(api.POST('/orders/{id}/release', { params: { path: { id } }, body: {} })),
  });
  const take = useOrderDeed(id, {
    does: () => answered(api.POST('/orders/{id}/take', { params: { path: { id } }, body: {} })),
    done: () => told(say('order.hands.taken', { id }), () => release.mutate(undefined)),
  });
  const failed = (error: Error) => {
    const holder = heldBy(error);
    told(holder === null ? say('order.notDone', { why: sentence(error) }) : say('order.hands.faster', { by: holder }));
  };
  return (
    <Button variant="default" loading={take.isPending} onClick={() => take.mutate(undefined, { onError: failed })}>
      {say('order.hands.take')}
    </Button>
  );
}

function Release({ order: { orderId: id }, hands }: { order: Order; hands: OrderHands }): ReactNode {
  const say = useSay();
  const told = useUndo();
  const sentence = useProblemSentence();
  const mayForOthers = useMay('manager', 'admin');
  const isMine = hands.claim?.isYours === true;
  const take = useOrderDeed(id, {
    does: () => answered(api.POST('/orders/{id}/take', { params: { path: { id } }, body: {} })),
  });
  const release = useOrderDeed(id, {
    does: () => answered(api.POST('/orders/{id}/release', { params: { path: { id } }, body: {} })),
    done: () => told(say('order.hands.released', { id }), isMine ? () => take.mutate(undefined) : undefined),
  });
  if (!isMine && !mayForOthers) return null;
  const failed = (error: Error) => told(say('order.notDone', { why: sentence(error) }));
  return (
    <Button
      variant="default"
      loading={release.isPending}
      onClick={() => release.mutate(undefined, { onError: failed })}
    >
      {say('order.hands.release')}
    </Button>
  );
}

function Advance({ order, hands }: { order: Order; hands: OrderHands }): ReactNode {
  const say = useSay();
  const told = useUndo();
  const words = useLifecycleWords();
  const sentence = useProblemSentence();
  const { orderId: id, lifecycle } = order;
  const [end, setEnd] = useState<string | null>(null);
  const deed = useOrderDeed(id, {
    does: ({ to, expected }: { to: string; expected: string }) => {
      const asked = { params: { path: { id } }, body: { to, expected } };
      return answered(api.POST('/orders/{id}/advance', asked));
    },
    done: (_now, { to }) => {
      setEnd(null);
      told(say('order.hands.advanced', { id, status: words.status(to, lifecycle) }));
    },
  });
  const failed = (error: Error) => told(say('order.notDone', { why: sentence(error) }));
  const go = (to: string) => {
    if (words.ended(to, lifecycle)) setEnd(to);
    else deed.mutate({ to, expected: hands.version }, { onError: failed });
  };
  return (
    <>
      {end === null ? null : (
        <AdvanceDialog
          order={order}
          to={end}
          onClose={() => {
            setEnd(null);
            deed.reset();
          }}
          onDo={expected => deed.mutate({ to: end, expected })}
          doing={deed.isPending}
          error={deed.error}
        />
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          <Button loading={deed.isPending}>{say('order.hands.advance')}</Button>
        </Menu.Target>
        <Menu.Dropdown>
          {hands.next.map(status => (
            <Menu.Item key={status} onClick={() => go(status)}>
              {words.status(status, lifecycle)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
