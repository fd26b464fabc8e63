import { TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { serverNow } from '../client/freshness.ts';
import { fromLocal, toLocal } from '../kit/local-time.ts';
import { useReader } from '../words/language.tsx';
import { useSay } from '../words/say.tsx';
import classes from './on-call-page.module.css';

/** As fields have it, by the reader's clocks. An empty `from` is now. */
export type When = { from: string; until: string };

const DAY_MS = 24 * 3_600_000;

/** A day from now, which most of it lasts. */
export function firstWhen(zone: string): When {
  return { from: '', until: toLocal(serverNow() + DAY_MS, zone) };
}

/** What is wrong with it as a sentence; null: nothing. */
export function useWhenMistake(): (when: When) => string | null {
  const say = useSay();
  const { zone } = useReader();
  return ({ from, until }) => {
    const end = fromLocal(until, zone);
    if (end === null) return say('onCall.error.needed');
    if (end <= serverNow()) return say('onCall.error.past');
    const begin = fromLocal(from, zone);
    return begin !== null && end <= begin ? say('onCall.error.until') : null;
  };
}

/** As the API takes it. */
export function askedWhen({ from, until }: When, zone: string): { from?: string; until: string } {
  const begin = fromLocal(from, zone);
  return {
    ...(begin === null ? {} : { from: new Date(begin).toISOString() }),
    until: new Date(fromLocal(until, zone)!).toISOString(),
  };
}

type Props = { when: When; onChange: (when: When) => void; mistake: string | null };

export function WhenFields({ when, onChange, mistake }: Props): ReactNode {
  const say = useSay();
  return (
    <div className={classes.pair}>
      <TextInput
        type="datetime-local"
        label={say('onCall.field.from')}
        description={when.from === '' ? say('onCall.field.now') : undefined}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        value={when.from}
        onChange={event => onChange({ ...when, from: event.currentTarget.value })}
      />
      <TextInput
        type="datetime-local"
        label={say('onCall.field.until')}
        required
        withAsterisk={false}
        error={mistake}
        value={when.until}
        onChange={event => onChange({ ...when, until: event.currentTarget.value })}
      />
    </div>
  );
}
