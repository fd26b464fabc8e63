import type { ReactNode } from 'react';
import { ApiProblem, type Problem } from '../client/problem.ts';
import { ToneShape } from '../kit/status-badge.tsx';
import { Ago } from '../kit/time.tsx';
import { Say, useSay } from '../words/say.tsx';
import classes from './overtaken.module.css';

type Happened = NonNullable<Problem['happened']>;

/** What somebody else did meanwhile; `{}`: they were faster, and nobody knows with what. Null: it is another problem. */
export function overtakenBy(error: unknown): Partial<Happened> | null {
  if (!(error instanceof ApiProblem) || error.status !== 412) return null;
  return error.problem.happened ?? {};
}

/** That somebody was faster, who it was and with what; and the way on, as children. */
export function Overtaken({ happened, children }: { happened: Partial<Happened>; children: ReactNode }): ReactNode {
  const say = useSay();
  const { by, at, what } = happened;
  return (
    <div className={classes.overtaken} role="alert">
      <ToneShape tone="watch" size={14} />
      <p>
        {by === undefined || at === undefined || what === undefined ? (
          say('kit.problem.changed')
        ) : (
          <Say id="order.correct.overtaken" values={{ by, what, ago: <Ago key="ago" at={at} /> }} />
        )}
      </p>
      {children}
    </div>
  );
}
