import { Popover, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Opened } from '../kit/opened-later.tsx';
import { useSay } from '../words/say.tsx';
import type { OrderView } from './order-view.ts';
import classes from './orders.module.css';

type Props = Opened & { view: OrderView; setView: (change: Partial<OrderView>) => void };

const TYPED = [
  ['partner', 'orders.partnerName'],
  ['customer', 'orders.customerId'],
  ['from', 'orders.from'],
  ['to', 'orders.to'],
] as const;

/** The filters that are typed. */
export function MoreFilters({ button, opened, onChange, view, setView }: Props): ReactNode {
  const say = useSay();
  return (
    <Popover position="bottom-start" trapFocus width={260} opened={opened} onChange={onChange}>
      <Popover.Target>{button}</Popover.Target>
      <Popover.Dropdown aria-label={say('orders.more')}>
        <div className={classes.fields}>
          {TYPED.map(([name, label]) => (
            <TextInput
              key={name}
              size="xs"
              type={name === 'from' || name === 'to' ? 'date' : 'text'}
              label={say(label)}
              defaultValue={view[name].slice(0, name === 'from' || name === 'to' ? 10 : undefined)}
              onBlur={event => {
                if (event.currentTarget.value !== view[name]) setView({ [name]: event.currentTarget.value.trim() });
              }}
              onKeyDown={event => {
                if (event.key === 'Enter') event.currentTarget.blur();
              }}
            />
          ))}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
