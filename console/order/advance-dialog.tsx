import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { answered, api } from '../client/client.ts';
import { Consequences } from '../kit/consequences.tsx';
import { useLifecycleWords } from '../kit/lifecycle-words.ts';
import { useSay } from '../words/say.tsx';
import { useConsequences } from './correction-consequences.tsx';

type Props = {
  order: { orderId: string; lifecycle: string };
  /** Where it is to end. */
  to: string;
  onClose: () => void;
  /** `version`: of the order, as what follows was told of it. */
  onDo: (version: string) => void;
  doing: boolean;
  error: unknown;
};

/** From where an order ends nothing leads back: what follows is told before. */
export function AdvanceDialog({
  order: { orderId: id, lifecycle },
  to,
  onClose,
  onDo,
  doing,
  error,
}: Props): ReactNode {
  const say = useSay();
  const words = useLifecycleWords();
  const consequencesOf = useConsequences(lifecycle);
  const preview = useQuery({
    queryKey: ['advance-preview', id, to],
    queryFn: ({ signal }) =>
      answered(api.POST('/orders/{id}/advance/preview', { params: { path: { id } }, body: { to }, signal })),
    staleTime: 0,
    gcTime: 0,
  });
  const { data } = preview;
  const status = words.status(to, lifecycle);
  return (
    <Consequences
      opened
      grave
      onClose={onClose}
      title={say('order.hands.end.title', { id, status })}
      consequences={data === undefined ? null : [say('order.hands.end.ends', { status }), ...consequencesOf(data, to)]}
      deed={say('order.hands.end.do', { status })}
      onDo={() => data && onDo(data.version)}
      doing={doing}
      disabled={data?.verdict !== 'legal'}
      error={error ?? preview.error}
    />
  );
}
