import type { ReactNode } from 'react';
import { ToneShape } from './status-badge.tsx';
import { At } from './time.tsx';
import classes from './timeline.module.css';
import type { Tone } from './tone.ts';

/** What happened, line by line; the lines are `TimelineLine`s. */
export function Timeline({ label, children }: { label: string; children: ReactNode }): ReactNode {
  return (
    <ol className={classes.timeline} aria-label={label}>
      {children}
    </ol>
  );
}

type LineProps = {
  at: string | number;
  /** Who or what it comes from, in a word: `shop`, `broker`, `O. Petrova`. */
  by: ReactNode;
  tone?: Tone;
  children: ReactNode;
  /** Beneath, smaller. */
  detail?: ReactNode;
  /** Buttons and links at the end of the line: raw, trace. */
  actions?: ReactNode;
};

export function TimelineLine({ at, by, tone = 'calm', children, detail, actions }: LineProps): ReactNode {
  return (
    <li className={classes.line}>
      <span className={classes.at}>
        <At at={at} seconds />
      </span>
      <span className={classes.shape}>
        <ToneShape tone={tone} />
      </span>
      <span className={classes.by}>{by}</span>
      <div className={classes.words}>
        {children}
        {detail ? <div className={classes.detail}>{detail}</div> : null}
      </div>
      {actions ? <span className={classes.actions}>{actions}</span> : null}
    </li>
  );
}
