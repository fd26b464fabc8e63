import type { ReactNode } from 'react';
import classes from './section.module.css';

/** A part of the page with its heading. */
export function Section({
  title,
  beside,
  children,
}: {
  title: string;
  beside?: ReactNode;
  children: ReactNode;
}): ReactNode {
  return (
    <section className={classes.section}>
      <div className={classes.head}>
        <h2 className={classes.title}>{title}</h2>
        {beside}
      </div>
      {children}
    </section>
  );
}
