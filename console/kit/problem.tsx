import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { ApiProblem } from '../client/problem.ts';
import { useSay } from '../words/say.tsx';
import classes from './problem.module.css';
import { ToneShape } from './status-badge.tsx';

type Props = {
  error: unknown;
  /** What could not be done, as a sentence: "The orders can't be shown." */
  what?: ReactNode;
  /** What works all the same. */
  works?: ReactNode;
  onRetry?: () => void;
};

/** What failed, why as far as is known, what still works, and the way to try it again. */
export function Problem({ error, what, works, onRetry }: Props): ReactNode {
  const say = useSay();
  const sentence = useProblemSentence();
  return (
    <div className={classes.problem} role="alert">
      <ToneShape tone="broken" size={14} />
      <div className={classes.words}>
        {what === undefined ? null : <p className={classes.what}>{what}</p>}
        <p>{sentence(error)}</p>
        {works === undefined ? null : <p className={classes.works}>{works}</p>}
      </div>
      {onRetry === undefined ? null : (
        <Button variant="default" onClick={onRetry}>
          {say('kit.retry')}
        </Button>
      )}
    </div>
  );
}

/** `const sentence = useProblemSentence(); sentence(error)`: what went wrong, for a reader, in one sentence. */
export function useProblemSentence(): (error: unknown) => string {
  const say = useSay();
  return error => {
    if (!(error instanceof ApiProblem)) return error instanceof Error ? error.message : String(error);
    const { status, problem } = error;
    if (status === 0) return say('kit.problem.unreachable');
    if (status === 502 || status === 503 || status === 504) return say('kit.problem.busy');
    if (status === 403) return say('kit.problem.forbidden');
    if (status === 412) return say('kit.problem.changed');
    if (status === 429) return say('kit.problem.tooMany');
    if (problem.detail !== '') return problem.detail;
    return status === 404 ? say('kit.problem.missing') : say('kit.problem.other', { status });
  };
}
