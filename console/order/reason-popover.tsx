import { Button, Popover, Textarea, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { Problem } from '../kit/problem.tsx';
import { useSay } from '../words/say.tsx';
import classes from './reason-popover.module.css';

type Props = {
  opened: boolean;
  onChange: (opened: boolean) => void;
  /** What the button says. */
  deed: string;
  /** What it does, in a sentence. */
  explained: string;
  /** Of the field; left out: why. */
  label?: string;
  /** More than a line is likely to be written. */
  long?: boolean;
  doing: boolean;
  error: unknown;
  onDo: (reason: string) => void;
  /** The button that opens it. */
  children: ReactNode;
};

/** Asks for a few words beneath the button, for what can be undone or does no harm. */
export function ReasonPopover(props: Props): ReactNode {
  const { opened, onChange, deed, explained, label, long = false, doing, error, onDo, children } = props;
  const say = useSay();
  const [words, setWords] = useState('');
  const field = {
    label: label ?? say('order.reason'),
    required: true,
    withAsterisk: false,
    maxLength: long ? 1_000 : 500,
    value: words,
    'data-autofocus': true,
  };
  return (
    <Popover
      opened={opened}
      onChange={onChange}
      position="bottom-end"
      width={320}
      trapFocus
      returnFocus
      withArrow
      shadow="md"
    >
      <Popover.Target>{children}</Popover.Target>
      <Popover.Dropdown aria-label={deed}>
        <form
          className={classes.form}
          onSubmit={event => {
            event.preventDefault();
            if (words.trim() === '') return;
            onDo(words.trim());
            setWords('');
          }}
        >
          <p className={classes.explained}>{explained}</p>
          {long ? (
            <Textarea {...field} autosize minRows={3} onChange={event => setWords(event.currentTarget.value)} />
          ) : (
            <TextInput {...field} onChange={event => setWords(event.currentTarget.value)} />
          )}
          {error ? <Problem error={error} /> : null}
          <Button type="submit" size="sm" loading={doing} disabled={words.trim() === ''}>
            {deed}
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
