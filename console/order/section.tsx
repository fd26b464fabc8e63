import { type ReactNode, useId } from 'react';
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
  const named = useId();
  return (
    <section className={classes.section} aria-labelledby={named}>
      <div className={classes.head}>
        <h2 className={classes.title} id={named}>
          {title}
        </h2>
        {beside}
      </div>
      {children}
    </section>
  );
}
