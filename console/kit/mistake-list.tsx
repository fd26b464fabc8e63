import type { ReactNode } from 'react';
import { useSay } from '../words/say.tsx';
import type { CodeMistake } from './code-editor.tsx';
import classes from './mistake-list.module.css';

/** All that is wrong with a text, with the places: for whoever doesn't point at the marks in it. */
export function MistakeList({ mistakes }: { mistakes: readonly CodeMistake[] }): ReactNode {
  const say = useSay();
  return (
    <ul className={classes.mistakes}>
      {mistakes.map(({ line, column, sentence }) => (
        <li key={`${line}:${column} ${sentence}`}>
          {line === null ? sentence : say('kit.mistake', { line, column: column ?? 1, sentence })}
        </li>
      ))}
    </ul>
  );
}
