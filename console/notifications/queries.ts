import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { Notification } from '../client/api.gen.ts';
import { answered, api } from '../client/client.ts';

/** All that is asked of messages begins so: what changes one of them makes all of it old. */
export const NOTIFICATIONS = ['notifications'] as const;

export type Filters = {
  state: string;
  channel: string;
  kind: string;
  troubled: string;
  order: string;
  incident: string;
};

const EVERY_MS = 30_000;

export const messagesQuery = ({ state, channel, kind, troubled, order, incident }: Filters) =>
  infiniteQueryOptions({
    queryKey: [...NOTIFICATIONS, 'list', { state, channel, kind, troubled, order, incident }],
    initialPageParam: '',
    queryFn: ({ signal, pageParam }) => {
      const query = {
        limit: 100,
        ...(state === '' ? {} : { state: state as Notification['state'] }),
        ...(channel === '' ? {} : { channel: channel as Notification['channel'] }),
        ...(kind === '' ? {} : { kind: kind as Notification['kind'] }),
        ...(troubled === '' ? {} : { troubled: 'true' as const }),
        ...(order === '' ? {} : { order }),
        ...(incident === '' ? {} : { incident }),
        ...(pageParam === '' ? {} : { cursor: pageParam }),
      };
      return answered(api.GET('/notifications', { signal, params: { query } }));
    },
    getNextPageParam: page => page.nextCursor,
  });

export const messageQuery = (id: string) =>
  queryOptions({
    queryKey: [...NOTIFICATIONS, 'message', id],
    queryFn: ({ signal }) => answered(api.GET('/notifications/{id}', { signal, params: { path: { id } } })),
  });

export const channelsQuery = queryOptions({
  queryKey: [...NOTIFICATIONS, 'channels'],
  queryFn: ({ signal }) => answered(api.GET('/notifications/channels', { signal })),
  refetchInterval: EVERY_MS,
});

export const summaryQuery = queryOptions({
  queryKey: [...NOTIFICATIONS, 'summary'],
  queryFn: ({ signal }) => answered(api.GET('/notifications/summary', { signal })),
  refetchInterval: EVERY_MS,
});

export const heldQuery = queryOptions({
  queryKey: [...NOTIFICATIONS, 'held'],
  queryFn: ({ signal }) => answered(api.GET('/notifications/held', { signal })),
  refetchInterval: EVERY_MS,
});
