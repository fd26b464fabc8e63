import { useQuery } from '@tanstack/react-query';
import { summaryQuery } from './queries.ts';

/** How many messages a person has to look at, for the navigation; none is not said. */
export function useTroubledMessages(): number | undefined {
  const { data } = useQuery({ ...summaryQuery, refetchInterval: 60_000, staleTime: 30_000 });
  return data === undefined || data.troubled === 0 ? undefined : data.troubled;
}
