import { useQuery } from '@tanstack/react-query';
import { groupsQuery } from './queries.ts';

/** How many messages wait, for the navigation; none is not said. */
export function useWaitingMessages(): number | undefined {
  const { data } = useQuery({ ...groupsQuery('open'), refetchInterval: 60_000, staleTime: 30_000 });
  return data === undefined || data.total === 0 ? undefined : data.total;
}
