import { Button, NativeSelect } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useSay } from '../words/say.tsx';
import classes from './filter-bar.module.css';

/** A row of filters, which breaks on a phone; `onClear` when anything is set. */
export function FilterBar({
  children,
  onClear,
}: {
  children: ReactNode;
  onClear?: (() => void) | undefined;
}): ReactNode {
  const say = useSay();
  return (
    <div className={classes.bar} role="group" aria-label={say('kit.filters')}>
      {children}
      {onClear === undefined ? null : (
        <Button variant="subtle" size="compact-sm" onClick={onClear}>
          {say('kit.filters.clear')}
        </Button>
      )}
    </div>
  );
}

/** A filter that is on or off. */
export function FilterChip(props: { on: boolean; onChange: (on: boolean) => void; children: ReactNode }): ReactNode {
  const { on, onChange, children } = props;
  return (
    <button type="button" className={classes.chip} aria-pressed={on} onClick={() => onChange(!on)}>
      {on ? <IconCheck size={13} aria-hidden /> : null}
      {children}
    </button>
  );
}

type SelectProps = {
  label: string;
  /** Empty: any. */
  value: string;
  onChange: (value: string) => void;
  options: readonly { value: string; label: string }[];
  /** What is said for the empty one. */
  any?: string;
};

/** A filter with one of several values, or none. */
export function FilterSelect({ label, value, onChange, options, any }: SelectProps): ReactNode {
  const say = useSay();
  return (
    <NativeSelect
      size="xs"
      aria-label={label}
      className={classes.select!}
      data-set={value !== ''}
      value={value}
      onChange={event => onChange(event.currentTarget.value)}
      data={[{ value: '', label: `${label}: ${any ?? say('kit.filters.any')}` }, ...options]}
    />
  );
}
