import { queryOptions, useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import type { Role } from '../../api/access/roles.ts';
import { rememberCsrfToken } from './client.ts';
import { problemOf, unreachable } from './problem.ts';

export type User = {
  name: string;
  displayName: string;
  role: Role;
  partner: string | null;
  locale: string | null;
};

export type Session = {
  /** Null: nobody is signed in here. */
  user: User | null;
  csrfToken: string | null;
  /** How one can sign in. */
  signIn: { local: boolean; oidc: { name: string } | null };
};

export const SESSION_KEY = ['session'] as const;

const sessionQuery = queryOptions({
  queryKey: SESSION_KEY,
  queryFn: async ({ signal }): Promise<Session> => noted(await ask('GET', '', undefined, signal)),
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

export function useSignIn() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (credentials: { name: string; password: string }) => ask('POST', '', credentials),
    onSuccess: session => queries.setQueryData(SESSION_KEY, noted(session as Session)),
  });
}

/** The one-time link of the first start: whoever has it names the first admin. */
export function useFirstAdmin() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (asked: { token: string; name: string; password: string }) => ask('POST', '/first-admin', asked),
    onSuccess: session => queries.setQueryData(SESSION_KEY, noted(session as Session)),
  });
}

export function useSignOut() {
  return useMutation({
    mutationFn: () => ask('DELETE', ''),
    // Nothing of what the last reader saw stays in memory.
    onSuccess: () => window.location.assign('/sign-in'),
  });
}

function noted(session: Session): Session {
  rememberCsrfToken(session.csrfToken);
  return session;
}

let token: string | null = null;

async function ask(method: string, path: string, body?: object, signal?: AbortSignal): Promise<Session> {
  const response = await fetch(`/api/v1/session${path}`, {
    method,
    headers: {
      Accept: 'application/json',
      ...(body ? { 'Content-Type': 'application/json' } : {}),
      ...(token === null ? {} : { 'X-CSRF-Token': token }),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
    ...(signal ? { signal } : {}),
  }).catch(cause => {
    throw unreachable(cause);
  });
  if (!response.ok) throw await problemOf(response);
  const session = response.status === 204 ? null : ((await response.json()) as Session);
  token = session?.csrfToken ?? null;
  return session as Session;
}
