import { Skeleton, VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import { useSay } from '../words/say.tsx';
import classes from './loading.module.css';

/** The shape of what comes: a page with its head, the rows of a table, or some lines of text. */
export function Loading({ shape, rows = 8 }: { shape: 'page' | 'rows' | 'lines'; rows?: number }): ReactNode {
  const say = useSay();
  const height = shape === 'lines' ? 14 : 22;
  return (
    <div className={classes.loading} role="status" aria-busy="true">
      <VisuallyHidden>{say('kit.loading')}</VisuallyHidden>
      {shape === 'page' ? (
        <>
          <Skeleton height={24} width="30%" />
          <Skeleton height={16} width="60%" mb={14} />
        </>
      ) : null}
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all the same.
        <Skeleton key={row} height={height} width={shape === 'lines' ? `${90 - ((row * 17) % 40)}%` : '100%'} />
      ))}
    </div>
  );
}
