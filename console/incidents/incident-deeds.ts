import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { BulkOutcome } from '../client/api.gen.ts';
import { answered, api } from '../client/client.ts';
import { useAgo } from '../kit/moment.ts';
import { useProblemSentence } from '../kit/problem.tsx';
import { useUndo } from '../kit/undo.tsx';
import { useSay } from '../words/say.tsx';
import { INCIDENTS_KEY } from './incident-queries.ts';

export type Action = BulkOutcome['action'];
/** `expected`: as a preview has shown them; what is another by now is not acted on unseen. */
export type Wish = {
  ids: readonly string[];
  action: Action;
  for?: string;
  note?: string;
  expected?: { id: string; version: string }[];
};
export type Outcome = BulkOutcome['items'][number];

export const SNOOZES = ['PT1H', 'PT4H', 'PT8H', 'P1D', 'P3D', 'P7D'] as const;

export function ask({ ids, ...wish }: Wish, dryRun: boolean): Promise<BulkOutcome> {
  return answered(api.POST('/incidents/bulk', { body: { ...wish, ids: [...ids], dryRun } }));
}

/** Why nothing is done with one of them, in the reader's language where that is known. */
export function useRefusal(): (item: Outcome) => string {
  const say = useSay();
  const ago = useAgo();
  return ({ title, state, outcome, acknowledgedByName, acknowledgedAt, why }) => {
    if (title === null) return say('incidents.refused.missing');
    if (state === 'resolved') return say('incidents.refused.over');
    if (outcome === 'unchanged' && state === 'acknowledged') return say('incidents.refused.yours');
    if (state === 'acknowledged' && acknowledgedByName !== null && acknowledgedAt !== null) {
      return say('incidents.refused.taken', { who: acknowledgedByName, ago: ago(acknowledgedAt) });
    }
    return why ?? '';
  };
}

/**
 * What is done with incidents at once, and taken back at once: what was done is said, with Undo. What somebody else has is
 * left to them, and said.
 */
export function useIncidentDeeds() {
  const say = useSay();
  const queries = useQueryClient();
  const told = useUndo();
  const sentence = useProblemSentence();
  const refusal = useRefusal();
  const refresh = () => queries.invalidateQueries({ queryKey: INCIDENTS_KEY });

  const giveBack = useMutation({
    mutationFn: async (ids: readonly string[]) => {
      for (const id of ids) {
        await answered(api.POST('/incidents/{id}/unacknowledge', { params: { path: { id } }, body: {} }));
      }
    },
    onSuccess: () => told(say('incidents.did.giveBack')),
    onError: error => told(sentence(error)),
    onSettled: refresh,
  });

  function tell({ action, items }: BulkOutcome): void {
    const done = items.filter(({ outcome }) => outcome === 'done').map(({ id }) => id);
    const left = items.filter(({ outcome }) => outcome !== 'done');
    if (done.length === 0) {
      told(left.length === 1 ? refusal(left[0]!) : say('incidents.did.left', { count: left.length }));
      return;
    }
    const words = [say(`incidents.did.${action}`, { count: done.length })];
    if (left.length > 0) words.push(say('incidents.did.left', { count: left.length }));
    told(words.join(' '), action === 'resolve' ? undefined : () => giveBack.mutate(done));
  }

  const act = useMutation({
    mutationFn: (wish: Wish) => ask(wish, false),
    onSuccess: tell,
    onError: error => told(sentence(error)),
    onSettled: refresh,
  });

  const takeOver = useMutation({
    mutationFn: (id: string) =>
      answered(api.POST('/incidents/{id}/acknowledge', { params: { path: { id } }, body: {} })),
    onSuccess: () => told(say('incidents.did.acknowledge', { count: 1 })),
    onError: error => told(sentence(error)),
    onSettled: refresh,
  });

  return { act, giveBack, takeOver };
}
