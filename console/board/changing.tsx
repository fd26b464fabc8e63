import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useIntl } from 'react-intl';
import classes from './changing.module.css';

const MARKED_MS = 4_000;

/** A figure that is marked for a moment when it becomes another one. */
export function Changing({ value }: { value: number }): ReactNode {
  const intl = useIntl();
  const before = useRef(value);
  const [marked, setMarked] = useState(false);
  useEffect(() => {
    if (before.current === value) return;
    before.current = value;
    setMarked(true);
    const timer = setTimeout(() => setMarked(false), MARKED_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return (
    <span className={classes.figure} data-changed={marked}>
      {intl.formatNumber(value)}
    </span>
  );
}
