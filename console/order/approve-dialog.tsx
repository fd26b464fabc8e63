import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Correction, Order } from '../client/api.gen.ts';
import { answered, api } from '../client/client.ts';
import { Consequences } from '../kit/consequences.tsx';
import { useLifecycleWords } from '../kit/lifecycle-words.ts';
import { useUndo } from '../kit/undo.tsx';
import { useSay } from '../words/say.tsx';
import { useConsequences } from './correction-consequences.tsx';
import { NO_DRAFT, previewQuery } from './correction-queries.ts';
import { Overtaken, overtakenBy } from './overtaken.tsx';
import { useOrderDeed } from './use-order-deed.ts';

type Props = { order: Order; correction: Correction; opened: boolean; onClose: () => void };

/** The second person sees what will happen, too. */
export function ApproveDialog({ order, correction, opened, onClose }: Props): ReactNode {
  const say = useSay();
  const told = useUndo();
  const words = useLifecycleWords();
  const consequencesOf = useConsequences(order.lifecycle);
  const { id, to, notify, orderId, reason, proposedBy } = correction;
  const status = words.status(to, order.lifecycle);
  const { data, error } = useQuery({
    ...previewQuery(orderId, { ...NO_DRAFT, to, notify, at: correction.occurredAt, publish: correction.publish }),
    enabled: opened,
  });
  const deed = useOrderDeed(orderId, {
    does: () => answered(api.POST('/corrections/{id}/approve', { params: { path: { id } }, body: {} })),
    done: () => {
      told(say('order.correct.done', { id: orderId, status }));
      onClose();
    },
  });
  const overtaken = overtakenBy(deed.error);
  return (
    <Consequences
      opened={opened}
      onClose={onClose}
      title={say('order.proposed.title', { id: orderId, status })}
      // That somebody has to agree is what happens here.
      consequences={data === undefined ? null : consequencesOf({ ...data, verdict: agreed(data.verdict) }, to)}
      deed={say('order.proposed.approve')}
      onDo={() => deed.mutate(undefined)}
      doing={deed.isPending}
      disabled={overtaken !== null}
      error={overtaken === null ? (deed.error ?? error) : null}
    >
      <p>{say('order.proposed.reason', { by: proposedBy, reason })}</p>
      {overtaken === null ? null : <Overtaken happened={overtaken}>{null}</Overtaken>}
    </Consequences>
  );
}

type Verdict = 'legal' | 'needsSecond' | 'refused';

function agreed(verdict: Verdict): Verdict {
  return verdict === 'needsSecond' ? 'legal' : verdict;
}
