import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { QuarantinedMessage, QuarantineGroups } from '../client/api.gen.ts';
import { answered, api } from '../client/client.ts';

export type Group = QuarantineGroups['items'][number];
export type Message = QuarantinedMessage;
export type State = 'open' | 'dismissed';

/** All that is asked of the quarantine begins so: what changes it makes all of it old. */
export const QUARANTINE = ['quarantine'] as const;

export const groupsQuery = (state: State) =>
  queryOptions({
    queryKey: [...QUARANTINE, 'groups', state],
    queryFn: ({ signal }) => answered(api.GET('/quarantine/groups', { signal, params: { query: { state } } })),
  });

export const messagesQuery = (state: State, fingerprint: string) =>
  infiniteQueryOptions({
    queryKey: [...QUARANTINE, 'messages', state, fingerprint],
    initialPageParam: '',
    queryFn: ({ signal, pageParam }) => {
      const query = { state, fingerprint, limit: 100, ...(pageParam === '' ? {} : { cursor: pageParam }) };
      return answered(api.GET('/quarantine', { signal, params: { query } }));
    },
    getNextPageParam: page => page.nextCursor,
  });

export const messageQuery = (id: string) =>
  queryOptions({
    queryKey: [...QUARANTINE, 'message', id],
    queryFn: ({ signal }) => answered(api.GET('/quarantine/{id}', { signal, params: { path: { id } } })),
  });
