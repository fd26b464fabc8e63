import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useSay } from '../words/say.tsx';
import { CopyButton } from './copy-button.tsx';
import classes from './personal.module.css';
import { useProblemSentence } from './problem.tsx';

type Props = {
  /** What it is, in a word: "phone". */
  what: string;
  /** What everybody may see of it: `+7 ··· ··67`. */
  masked: string;
  /** Asks the API for the whole, which takes down who looked; left out: the reader may not. */
  reveal?: () => Promise<string>;
};

/** Something about a person, masked until somebody asks to see it. */
export function Personal({ what, masked, reveal }: Props): ReactNode {
  const say = useSay();
  const sentence = useProblemSentence();
  const [hidden, setHidden] = useState(true);
  const asked = useMutation({ mutationFn: () => reveal!(), onSuccess: () => setHidden(false), gcTime: 0 });
  const whole = hidden ? undefined : asked.data;
  return (
    <span className={classes.personal}>
      <span className={classes.value}>{whole ?? masked}</span>
      {whole === undefined ? null : <CopyButton text={whole} what={what} />}
      {reveal === undefined ? null : (
        <Button
          size="compact-xs"
          variant="subtle"
          loading={asked.isPending}
          aria-label={hidden ? say('kit.showAudited', { what }) : say('kit.hide')}
          title={hidden ? say('kit.showAudited', { what }) : undefined}
          onClick={() => (hidden ? asked.mutate() : setHidden(true))}
        >
          {hidden ? say('kit.show') : say('kit.hide')}
        </Button>
      )}
      {asked.isError ? (
        <span role="alert" className={classes.failed}>
          {sentence(asked.error)}
        </span>
      ) : null}
    </span>
  );
}
