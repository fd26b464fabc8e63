import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { Correction, Order } from '../client/api.gen.ts';
import { answered, api } from '../client/client.ts';
import { useMay } from '../client/session.ts';
import { useLifecycleWords } from '../kit/lifecycle-words.ts';
import { Problem } from '../kit/problem.tsx';
import { Ago, At } from '../kit/time.tsx';
import { Say, useSay } from '../words/say.tsx';
import { ApproveDialog } from './approve-dialog.tsx';
import { proposedQuery } from './correction-queries.ts';
import { Overtaken, overtakenBy } from './overtaken.tsx';
import classes from './proposed.module.css';
import { ReasonPopover } from './reason-popover.tsx';
import { useOrderDeed } from './use-order-deed.ts';

/** Corrections that the lifecycle has no way for wait for a second person: it is asked here, on the order. */
export function ProposedCorrections({ order }: { order: Order }): ReactNode {
  const { data } = useQuery(proposedQuery(order.orderId));
  return (data?.items ?? []).map(correction => <Proposed key={correction.id} order={order} correction={correction} />);
}

function Proposed({ order, correction }: { order: Order; correction: Correction }): ReactNode {
  const say = useSay();
  const words = useLifecycleWords();
  const mayDecide = useMay('support', 'manager', 'admin');
  const { to, reason, proposedBy, proposedAt, expiresAt, isYours } = correction;
  return (
    <section className={classes.proposed} aria-label={say('order.proposed')}>
      <div className={classes.words}>
        <p>
          <Say
            id={isYours ? 'order.proposed.yours' : 'order.proposed.by'}
            values={{
              by: proposedBy,
              status: words.status(to, order.lifecycle),
              ago: <Ago key="ago" at={proposedAt} />,
            }}
          />
        </p>
        <blockquote>{reason}</blockquote>
        {expiresAt === null ? null : (
          <p className={classes.until}>
            <Say id="order.proposed.until" values={{ at: <At key="at" at={expiresAt} /> }} />
          </p>
        )}
      </div>
      {mayDecide ? (
        isYours ? (
          <Withdraw correction={correction} />
        ) : (
          <Decide order={order} correction={correction} />
        )
      ) : null}
    </section>
  );
}

function Withdraw({ correction: { id, orderId } }: { correction: Correction }): ReactNode {
  const say = useSay();
  const deed = useOrderDeed(orderId, {
    does: () => answered(api.POST('/corrections/{id}/withdraw', { params: { path: { id } }, body: {} })),
  });
  return (
    <>
      <Button variant="default" loading={deed.isPending} onClick={() => deed.mutate(undefined)}>
        {say('order.proposed.withdraw')}
      </Button>
      {deed.isError ? <Problem error={deed.error} /> : null}
    </>
  );
}

function Decide({ order, correction }: { order: Order; correction: Correction }): ReactNode {
  const say = useSay();
  const [rejecting, setRejecting] = useState(false);
  const [approving, setApproving] = useState(false);
  const { id, orderId } = correction;
  const reject = useOrderDeed(orderId, {
    does: (reason: string) =>
      answered(api.POST('/corrections/{id}/reject', { params: { path: { id } }, body: { reason } })),
  });
  const overtaken = overtakenBy(reject.error);
  return (
    <div className={classes.decide}>
      <Button onClick={() => setApproving(true)}>{say('order.proposed.approve')}</Button>
      <ReasonPopover
        opened={rejecting}
        onChange={setRejecting}
        deed={say('order.proposed.reject')}
        explained={say('order.proposed.reject.what')}
        doing={reject.isPending}
        error={overtaken === null ? reject.error : null}
        onDo={reason => reject.mutate(reason)}
      >
        <Button variant="default" onClick={() => setRejecting(!rejecting)}>
          {say('order.proposed.reject')}
        </Button>
      </ReasonPopover>
      {overtaken === null ? null : <Overtaken happened={overtaken}>{null}</Overtaken>}
      <ApproveDialog order={order} correction={correction} opened={approving} onClose={() => setApproving(false)} />
    </div>
  );
}
