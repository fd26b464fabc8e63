import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Lifecycle } from '../client/api.gen.ts';
import { answered, api } from '../client/client.ts';
import { useReader } from '../words/language.tsx';

/** The declared lifecycles; they change with the configuration only. */
export const lifecyclesQuery = queryOptions({
  queryKey: ['lifecycles'],
  queryFn: ({ signal }) => answered(api.GET('/lifecycles', { signal })),
  staleTime: 5 * 60_000,
});

export type DeclaredStatus = Lifecycle['statuses'][number];

/** What statuses are called in the reader's language; by their own names until that is known. */
export function useLifecycleWords() {
  const { language } = useReader();
  const { data } = useQuery(lifecyclesQuery);
  const lifecycles: readonly Lifecycle[] = data?.items ?? [];
  const declared = (status: string, lifecycle?: string): DeclaredStatus | undefined =>
    lifecycles
      .filter(({ name }) => lifecycle === undefined || name === lifecycle)
      .flatMap(({ statuses }) => statuses)
      .find(declared => declared.status === status);
  return {
    lifecycles,
    declared,
    status: (status: string, lifecycle?: string) => declared(status, lifecycle)?.label?.[language] ?? status,
    ended: (status: string | null, lifecycle?: string) =>
      status !== null && declared(status, lifecycle)?.terminal === true,
  };
}
