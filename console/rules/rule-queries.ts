import { queryOptions } from '@tanstack/react-query';
import type { Rule } from '../client/api.gen.ts';
import { answered, api } from '../client/client.ts';
import type { Tone } from '../kit/tone.ts';
import type { MessageKey } from '../words/catalogue.ts';

export const rulesQuery = queryOptions({
  queryKey: ['rules'],
  queryFn: async ({ signal }) => (await answered(api.GET('/rules', { signal }))).items,
});

export const ruleTextQuery = (name: string) =>
  queryOptions({
    queryKey: ['rules', name, 'text'],
    queryFn: async ({ signal }) =>
      (await answered(api.GET('/rules/{name}/text', { signal, params: { path: { name } } }))).text,
    // What somebody writes stands on it.
    staleTime: Number.POSITIVE_INFINITY,
  });

/** How a rule is, first what keeps it from looking. */
export function stateOf({ failing, open, lastRun, severity }: Rule): { tone: Tone; word: MessageKey } {
  if (failing) return { tone: 'broken', word: 'rules.state.failing' };
  if (lastRun === null) return { tone: 'watch', word: 'rules.state.never' };
  if (open === 0) return { tone: 'calm', word: 'rules.state.quiet' };
  return { tone: severity === 'critical' ? 'late' : 'watch', word: 'rules.state.found' };
}
