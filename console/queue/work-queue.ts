import { useQuery } from '@tanstack/react-query';
import { answered, api } from '../client/client.ts';
import { useRefetchOn } from '../live/live.tsx';

export const QUEUE_KEY = ['work-queue'];
const LIST_KEY = [...QUEUE_KEY, 'list'];
/** Limits draw near while nothing happens, so the order of the queue changes by itself. */
const AGED_MS = 60_000;
/** A number in the navigation is on every page: it need not be of this second. */
const COUNTED_MS = 15_000;

export function useWorkQueue(status: string, limit: number) {
  useRefetchOn(['order', 'queue'], LIST_KEY);
  return useQuery({
    queryKey: [...LIST_KEY, status, limit],
    queryFn: ({ signal }) =>
      answered(api.GET('/work-queue', { signal, params: { query: { limit, ...(status === '' ? {} : { status }) } } })),
    refetchInterval: AGED_MS,
    placeholderData: before => before,
  });
}

/** How many wait; undefined: none, or not known. */
export function useWaiting(): number | undefined {
  const { data } = useQuery({
    queryKey: [...QUEUE_KEY, 'count'],
    queryFn: ({ signal }) => answered(api.GET('/work-queue', { signal, params: { query: { limit: 1 } } })),
    refetchInterval: COUNTED_MS,
  });
  return data?.counts.waiting || undefined;
}
