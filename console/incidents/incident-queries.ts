import { infiniteQueryOptions, queryOptions, useQuery } from '@tanstack/react-query';
import type { paths } from '../client/api.gen.ts';
import { answered, api } from '../client/client.ts';

/** Everything about incidents stands under this key, so that what changes one of them is asked for anew. */
export const INCIDENTS_KEY = ['incidents'] as const;

export type IncidentQuery = NonNullable<paths['/incidents']['get']['parameters']['query']>;

/** Somebody looks at a list while others act: it is asked for again as often as that. */
const AGAIN_MS = 15_000;
const NAMED_ORDERS = 3;

export function incidentsQuery(query: IncidentQuery) {
  return infiniteQueryOptions({
    queryKey: [...INCIDENTS_KEY, 'list', query],
    initialPageParam: '',
    queryFn: ({ signal, pageParam }) => {
      const page = pageParam === '' ? {} : { cursor: pageParam };
      return answered(
        api.GET('/incidents', { signal, params: { query: { ...query, ...page, limit: 50, orders: NAMED_ORDERS } } }),
      );
    },
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: AGAIN_MS,
  });
}

export function incidentQuery(id: string) {
  return queryOptions({
    queryKey: [...INCIDENTS_KEY, 'one', id],
    queryFn: ({ signal }) => answered(api.GET('/incidents/{id}', { signal, params: { path: { id } } })),
    refetchInterval: AGAIN_MS,
  });
}

export function contextQuery(id: string) {
  return queryOptions({
    queryKey: [...INCIDENTS_KEY, 'one', id, 'context'],
    queryFn: ({ signal }) => answered(api.GET('/incidents/{id}/context', { signal, params: { path: { id } } })),
    refetchInterval: AGAIN_MS,
  });
}

export function incidentOrdersQuery(id: string) {
  return infiniteQueryOptions({
    queryKey: [...INCIDENTS_KEY, 'one', id, 'orders'],
    initialPageParam: '',
    queryFn: ({ signal, pageParam }) => {
      const query = { limit: 100, ...(pageParam === '' ? {} : { cursor: pageParam }) };
      return answered(api.GET('/incidents/{id}/orders', { signal, params: { path: { id }, query } }));
    },
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
}

/** How many wait for somebody; undefined: none, or not known. */
export function useOpenIncidents(): number | undefined {
  const { data } = useQuery({
    queryKey: [...INCIDENTS_KEY, 'counts'],
    queryFn: ({ signal }) => answered(api.GET('/incidents', { signal, params: { query: { limit: 1, orders: 0 } } })),
    refetchInterval: 2 * AGAIN_MS,
  });
  return data?.counts.open || undefined;
}
