import type { ReactNode } from 'react';
import classes from './tab-head.module.css';

/** How things are, in one sentence, and what can be done. */
export function TabHead({ answer, actions }: { answer: ReactNode; actions?: ReactNode }): ReactNode {
  return (
    <div className={classes.head}>
      <p className={classes.answer}>{answer}</p>
      {actions}
    </div>
  );
}
