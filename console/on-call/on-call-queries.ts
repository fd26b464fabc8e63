import { queryOptions } from '@tanstack/react-query';
import { answered, api } from '../client/client.ts';

export const ON_CALL_KEY = ['on-call'] as const;
export const SILENCES_KEY = ['silences'] as const;

const AGAIN_MS = 60_000;

/** Two weeks from now on. */
export const calendarQuery = queryOptions({
  queryKey: [...ON_CALL_KEY, 'calendar', 14],
  queryFn: ({ signal }) => answered(api.GET('/on-call/calendar', { signal, params: { query: { days: 14 } } })),
  refetchInterval: AGAIN_MS,
});

export const silencesQuery = queryOptions({
  queryKey: SILENCES_KEY,
  queryFn: ({ signal }) => answered(api.GET('/silences', { signal })),
  refetchInterval: AGAIN_MS,
});
