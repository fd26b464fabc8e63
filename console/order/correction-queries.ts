import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answered, api } from '../client/client.ts';
import { orderKey } from './order-queries.ts';

export type Telling = 'usual' | 'none' | 'own';

/**
 * What somebody is about to put right. `at`: when it was so, as ISO 8601; null: now, after everything that is known. `publish`:
 * whether CRM and MES are told; null: as is configured.
 */
export type Draft = {
  to: string;
  at: string | null;
  notify: Telling;
  text: string;
  publish: boolean | null;
  reason: string;
};

export const NO_DRAFT: Draft = { to: '', at: null, notify: 'usual', text: '', publish: null, reason: '' };

/** What is sent of it; words only where there are to be own ones. */
export function correctionBody({ to, at, notify, text, publish }: Draft) {
  return {
    to,
    notify,
    ...(at === null ? {} : { occurredAt: at }),
    ...(publish === null ? {} : { publish }),
    ...(notify === 'own' && text.trim() !== '' ? { text: text.trim() } : {}),
  };
}

/** What a correction would do, rehearsed by the server. The reason changes nothing of it. */
export const previewQuery = (id: string, draft: Draft) =>
  queryOptions({
    // Not under the order's key: what somebody has read stays until they look again, and is refused when it is old.
    queryKey: ['correction-preview', id, correctionBody(draft)],
    queryFn: ({ signal }) => {
      const asked = { params: { path: { id } }, body: correctionBody(draft), signal };
      return answered(api.POST('/orders/{id}/corrections/preview', asked));
    },
    enabled: draft.to !== '',
    staleTime: 0,
    gcTime: 0,
    placeholderData: keepPreviousData,
  });

/** What waits for a second person. */
export const proposedQuery = (id: string) =>
  queryOptions({
    queryKey: [...orderKey(id), 'proposed'],
    queryFn: ({ signal }) =>
      answered(api.GET('/corrections', { params: { query: { order: id, state: 'proposed' } }, signal })),
    refetchInterval: 15_000,
  });
