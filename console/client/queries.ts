import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiProblem } from './problem.ts';
import { SESSION_KEY, type Session } from './session.ts';

const TRIES = 2;
const FRESH_MS = 10_000;
/** Long enough that Back finds a list as it was left. */
const KEPT_MS = 15 * 60_000;

function whenRefused(error: unknown): void {
  // Signed out elsewhere, or for too long: the shell leads to the sign-in page and back.
  if (error instanceof ApiProblem && error.status === 401) {
    queries.setQueryData<Session>(SESSION_KEY, session => (session ? { ...session, user: null } : session));
  }
}

export const queries = new QueryClient({
  queryCache: new QueryCache({ onError: whenRefused }),
  mutationCache: new MutationCache({ onError: whenRefused }),
  defaultOptions: {
    queries: {
      staleTime: FRESH_MS,
      gcTime: KEPT_MS,
      // What was refused is refused again; only what was not reached, or had trouble of its own, is asked again.
      retry: (count, error) => count < TRIES && (!(error instanceof ApiProblem) || isPassing(error)),
    },
  },
});

function isPassing({ status }: ApiProblem): boolean {
  return status === 0 || status === 502 || status === 503 || status === 504;
}
