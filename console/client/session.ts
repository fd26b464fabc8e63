import { queryOptions, useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import type { Role } from '../../api/access/roles.ts';
import type { SessionState } from './api.gen.ts';
import { answered, api, rememberCsrfToken } from './client.ts';

export type Session = SessionState;
export type User = NonNullable<SessionState['user']>;

export const SESSION_KEY = ['session'] as const;

const sessionQuery = queryOptions({
  queryKey: SESSION_KEY,
  queryFn: async ({ signal }) => noted(await answered(api.GET('/session', { signal }))),
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: Number.POSITIVE_INFINITY,
});

/** Suspends until the server has said who this is. */
export function useSession(): Session {
  return useSuspenseQuery(sessionQuery).data;
}

/** Who is signed in; for pages, which are shown to nobody else. */
export function useUser(): User {
  const { user } = useSession();
  if (user === null) throw new Error('A page was shown to somebody who is not signed in.');
  return user;
}

/** Whether the reader may do what only these roles may: hides what the API would refuse. */
export function useMay(...roles: Role[]): boolean {
  return roles.includes(useUser().role);
}

/** A way in: what the server answers is who is signed in from now on. */
export function useWayIn<Asked>(enter: (asked: Asked) => Promise<Session>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: enter,
    onSuccess: session => queries.setQueryData(SESSION_KEY, noted(session)),
  });
}

export function useSignOut() {
  return useMutation({
    mutationFn: () => answered(api.DELETE('/session')),
    // By a new page: nothing of what the last reader saw stays in memory.
    onSuccess: () => window.location.assign('/sign-in'),
  });
}

function noted(session: Session): Session {
  rememberCsrfToken(session.csrfToken);
  return session;
}
