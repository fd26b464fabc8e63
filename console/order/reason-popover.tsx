import { Button, Popover, TextInput } from '@mantine/core';
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
  doing: boolean;
  error: unknown;
  onDo: (reason: string) => void;
  /** The button that opens it. */
  children: ReactNode;
};

/** Asks why, beneath the button, for what can be undone. */
export function ReasonPopover(props: Props): ReactNode {
  const { opened, onChange, deed, explained, doing, error, onDo, children } = props;
  const say = useSay();
  const [reason, setReason] = useState('');
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
            if (reason.trim() !== '') onDo(reason.trim());
          }}
        >
          <p className={classes.explained}>{explained}</p>
          <TextInput
            label={say('order.reason')}
            required
            withAsterisk={false}
            maxLength={500}
            value={reason}
            onChange={event => setReason(event.currentTarget.value)}
          />
          {error ? <Problem error={error} /> : null}
          <Button type="submit" size="sm" loading={doing} disabled={reason.trim() === ''}>
            {deed}
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
