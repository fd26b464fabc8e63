import type { ReactNode } from 'react';
import classes from './empty.module.css';

/** Why there is nothing here, and what to do: one or two sentences, and perhaps a button. */
export function Empty({ children, action }: { children: ReactNode; action?: ReactNode }): ReactNode {
  return (
    <div className={classes.empty}>
      <p className={classes.why}>{children}</p>
      {action}
    </div>
  );
}
