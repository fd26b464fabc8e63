import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query';
import { orderKey } from './order-queries.ts';

/**
 * Something done with an order; whatever comes of it, everything that is shown of the order is asked for again,
 * and the lists that it may stand in.
 */
export function useOrderDeed<Asked, Answer>(
  id: string,
  { does, done }: { does: (asked: Asked) => Promise<Answer>; done?: (answer: Answer, asked: Asked) => void },
): UseMutationResult<Answer, Error, Asked> {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: does,
    onSuccess: (answer, asked) => done?.(answer, asked),
    onSettled: () => Promise.all([orderKey(id), ['orders']].map(queryKey => queries.invalidateQueries({ queryKey }))),
  });
}
