import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './not-reached.module.css';

// Before it is known who reads, and before any catalogue is there: so both languages.
const SENTENCES = [
  ['en', 'Orderwatch can’t be reached at the moment.', 'Try again'],
  ['ru', 'Orderwatch сейчас недоступен.', 'Попробовать ещё раз'],
] as const;

export function NotReached({ retry }: { retry: () => void }): ReactNode {
  return (
    <main className={classes.page}>
      {SENTENCES.map(([language, sentence, again]) => (
        <p key={language} lang={language}>
          {sentence}{' '}
          <Button variant="default" onClick={retry}>
            {again}
          </Button>
        </p>
      ))}
    </main>
  );
}
