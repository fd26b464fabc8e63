import { type ReactNode, useEffect, useRef } from 'react';
import classes from './page-head.module.css';

type Props = {
  title: string;
  /** Beside the title: a badge, say. */
  beside?: ReactNode;
  /** One sentence that says how things are; its numbers are links. */
  answer?: ReactNode;
  /** Buttons. */
  actions?: ReactNode;
};

/** The first page is read from its top; only a page that was navigated to takes the focus. */
let navigated = false;

/** The head of a page: what it is, how things are, what can be done. It names the document and takes the focus. */
export function PageHead({ title, beside, answer, actions }: Props): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Orderwatch`;
  }, [title]);
  useEffect(() => {
    if (navigated) heading.current?.focus({ preventScroll: true });
    navigated = true;
  }, []);
  return (
    <header className={classes.head}>
      <div className={classes.words}>
        <div className={classes.line}>
          <h1 ref={heading} tabIndex={-1} className={classes.title}>
            {title}
          </h1>
          {beside}
        </div>
        {answer === undefined ? null : <p className={classes.answer}>{answer}</p>}
      </div>
      {actions === undefined ? null : <div className={classes.actions}>{actions}</div>}
    </header>
  );
}
