import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { QueuedOrder } from '../client/api.gen.ts';
import { answered, api } from '../client/client.ts';
import { ApiProblem } from '../client/problem.ts';
import { useAgo } from '../kit/moment.ts';
import { useProblemSentence } from '../kit/problem.tsx';
import { useUndo } from '../kit/undo.tsx';
import { useSay } from '../words/say.tsx';
import { QUEUE_KEY } from './work-queue.ts';

type Held = Pick<QueuedOrder, 'orderId'>;

/** Take, give back, bring on. Who comes too late reads who was faster; what was done is said, and a take is undone. */
export function useQueueDeeds(named: (status: string, lifecycle: string) => string) {
  const say = useSay();
  const ago = useAgo();
  const told = useUndo();
  const sentence = useProblemSentence();
  const queries = useQueryClient();
  const onSettled = () => Promise.all([QUEUE_KEY, ['orders']].map(queryKey => queries.invalidateQueries({ queryKey })));

  function refusal(error: unknown, order: string): string {
    if (!(error instanceof ApiProblem)) return sentence(error);
    const { holder, happened } = error.problem;
    if (holder) return say('queue.held', { order, who: holder.by, ago: ago(holder.since) });
    if (happened) return say('queue.overtaken', { order, who: happened.by, what: happened.what });
    return sentence(error);
  }

  const path = (id: string) => ({ params: { path: { id } }, body: {} });
  const release = useMutation({
    mutationFn: ({ orderId }: Held) => answered(api.POST('/orders/{id}/release', path(orderId))),
    onSuccess: (_, { orderId }) => told(say('queue.released', { order: orderId })),
    onError: (error, { orderId }) => told(refusal(error, orderId)),
    onSettled,
  });
  const take = useMutation({
    mutationFn: ({ orderId }: Held) => answered(api.POST('/orders/{id}/take', path(orderId))),
    onSuccess: (_, order) => told(say('queue.taken', { order: order.orderId }), () => release.mutate(order)),
    onError: (error, { orderId }) => told(refusal(error, orderId)),
    onSettled,
  });
  const advance = useMutation({
    mutationFn: ({ order, to, expected = order.version }: { order: QueuedOrder; to: string; expected?: string }) =>
      answered(
        api.POST('/orders/{id}/advance', {
          params: { path: { id: order.orderId } },
          body: { to, expected },
        }),
      ),
    onSuccess: (_, { order, to }) =>
      told(say('queue.advanced', { order: order.orderId, status: named(to, order.lifecycle) })),
    onError: (error, { order }) => told(refusal(error, order.orderId)),
    onSettled,
  });
  return { take, release, advance, isBusy: take.isPending || release.isPending || advance.isPending };
}
