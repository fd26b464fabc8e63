import { useQuery } from '@tanstack/react-query';
import { answered, api } from '../client/client.ts';

export const QUEUE_KEY = ['work-queue'];
const AGAIN_MS = 15_000;

export function useWorkQueue(status: string, limit: number) {
  return useQuery({
    queryKey: [...QUEUE_KEY, status, limit],
    queryFn: ({ signal }) =>
      answered(api.GET('/work-queue', { signal, params: { query: { limit, ...(status === '' ? {} : { status }) } } })),
    refetchInterval: AGAIN_MS,
    placeholderData: before => before,
  });
}

/** How many wait; undefined: none, or not known. */
export function useWaiting(): number | undefined {
  return useWorkQueue('', 1).data?.counts.waiting || undefined;
}
