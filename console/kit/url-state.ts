import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';

/**
 * The view is the address: `const [view, setView] = useUrlState({ q: '', stuck: '', sort: 'deadline' })`. What stands at
 * its default is left out of the address; parameters that are not named stay. A change takes the place of the address, so
 * that Back leads to the page before and not to the letter before; `{ push: true }` makes an entry of its own.
 */
export function useUrlState<State extends Record<string, string>>(
  defaults: State,
): [State, (change: Partial<State>, options?: { push?: boolean }) => void] {
  const [parameters, setParameters] = useSearchParams();
  const wanted = JSON.stringify(defaults);
  const state = useMemo(() => {
    const entries = Object.entries(JSON.parse(wanted) as State);
    return Object.fromEntries(entries.map(([name, value]) => [name, parameters.get(name) ?? value])) as State;
  }, [parameters, wanted]);
  const setState = useCallback(
    (change: Partial<State>, { push = false } = {}) => {
      const known = JSON.parse(wanted) as State;
      setParameters(
        before => {
          const next = new URLSearchParams(before);
          for (const [name, value] of Object.entries(change)) {
            if (value === undefined || value === known[name]) next.delete(name);
            else next.set(name, value);
          }
          return next;
        },
        { replace: !push, preventScrollReset: true },
      );
    },
    [setParameters, wanted],
  );
  return [state, setState];
}
