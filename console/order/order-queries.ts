import { queryOptions } from '@tanstack/react-query';
import { answered, api } from '../client/client.ts';

/** Everything that is asked about one order begins with this key: whoever changes the order makes all of it stale. */
export const orderKey = (id: string) => ['order', id] as const;

/** Somebody looks at it, so it is asked for again by itself. */
const AGAIN_MS = 15_000;

export const orderQuery = (id: string) =>
  queryOptions({
    queryKey: [...orderKey(id), 'order'],
    queryFn: async ({ signal }) => {
      const { data, response } = await api.GET('/orders/{id}', { params: { path: { id } }, signal });
      return { order: data!, etag: response.headers.get('etag') };
    },
    refetchInterval: AGAIN_MS,
  });

export const pathQuery = (id: string) =>
  queryOptions({
    queryKey: [...orderKey(id), 'path'],
    queryFn: ({ signal }) => answered(api.GET('/orders/{id}/path', { params: { path: { id } }, signal })),
    refetchInterval: AGAIN_MS,
  });

/** An order has tens of lines; of one with more than a page all pages are read. */
export const timelineQuery = (id: string) =>
  queryOptions({
    queryKey: [...orderKey(id), 'timeline'],
    queryFn: async ({ signal }) => {
      const ask = (cursor?: string) =>
        answered(
          api.GET('/orders/{id}/timeline', {
            params: { path: { id }, query: { limit: 500, ...(cursor === undefined ? {} : { cursor }) } },
            signal,
          }),
        );
      let page = await ask();
      const items = [...page.items];
      while (page.nextCursor !== null) {
        page = await ask(page.nextCursor);
        items.push(...page.items);
      }
      return items;
    },
    refetchInterval: AGAIN_MS,
  });

export const diagnosisQuery = (id: string) =>
  queryOptions({
    queryKey: [...orderKey(id), 'diagnosis'],
    queryFn: ({ signal }) => answered(api.GET('/orders/{id}/diagnosis', { params: { path: { id } }, signal })),
    refetchInterval: AGAIN_MS,
  });

/** Who works on it, and where it may go next. */
export const handsQuery = (id: string) =>
  queryOptions({
    queryKey: [...orderKey(id), 'hands'],
    queryFn: ({ signal }) => answered(api.GET('/orders/{id}/hands', { params: { path: { id } }, signal })),
    refetchInterval: AGAIN_MS,
  });

export const relatedQuery = (id: string) =>
  queryOptions({
    queryKey: [...orderKey(id), 'related'],
    queryFn: ({ signal }) => answered(api.GET('/orders/{id}/related', { params: { path: { id } }, signal })),
    staleTime: 60_000,
  });

export const rawQuery = (id: string, eventId: string) =>
  queryOptions({
    queryKey: [...orderKey(id), 'raw', eventId],
    queryFn: ({ signal }) =>
      answered(api.GET('/orders/{id}/events/{eventId}/raw', { params: { path: { id, eventId } }, signal })),
    staleTime: Number.POSITIVE_INFINITY,
  });
