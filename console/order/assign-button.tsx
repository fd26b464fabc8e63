import { Button, Popover, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { answered, api } from '../client/client.ts';
import { useUser } from '../client/session.ts';
import { useKeys } from '../kit/keys.ts';
import { Problem } from '../kit/problem.tsx';
import { useUndo } from '../kit/undo.tsx';
import { useSay } from '../words/say.tsx';
import { handsQuery } from './order-queries.ts';
import classes from './reason-popover.module.css';
import { useOrderDeed } from './use-order-deed.ts';

/**
 * Gives the order to somebody: it is first in their queue, and anybody may take it all the same. `inRow`: one of many in a
 * list, which asks who has the order when it is opened, and has no key of its own.
 */
export function AssignButton({ id, inRow = false }: { id: string; inRow?: boolean }): ReactNode {
  const say = useSay();
  const told = useUndo();
  const { name: me } = useUser();
  const [opened, setOpened] = useState(false);
  const { data } = useQuery({ ...handsQuery(id), enabled: !inRow || opened });
  const [name, setName] = useState('');
  const before = data?.assignment?.to ?? null;
  const deed = useOrderDeed(id, {
    does: ({ to }: { to: string | null; before: string | null }) =>
      answered(api.POST('/orders/{id}/assign', { params: { path: { id } }, body: { to } })),
    done: (_now, { to, before }) => {
      setOpened(false);
      told(to === null ? say('order.assigned.nobody', { id }) : say('order.assigned', { id, to }), () =>
        deed.mutate({ to: before, before: to }),
      );
    },
  });
  const assign = (to: string | null) => deed.mutate({ to, before });
  useKeys(inRow ? [] : [{ keys: 'a', label: 'order.key.assign', do: () => setOpened(true) }]);
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      width={320}
      trapFocus
      returnFocus
      withArrow
      shadow="md"
    >
      <Popover.Target>
        <Button
          variant="default"
          {...(inRow ? { size: 'compact-xs', 'aria-label': say('order.assign.one', { id }) } : {})}
          onClick={() => setOpened(!opened)}
        >
          {say('order.assign')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={say('order.assign')}>
        <form
          className={classes.form}
          onSubmit={event => {
            event.preventDefault();
            if (name.trim() !== '') assign(name.trim());
          }}
        >
          <p className={classes.explained}>{say('order.assign.what')}</p>
          <TextInput
            label={say('order.assign.to')}
            autoCapitalize="none"
            maxLength={200}
            value={name}
            onChange={event => setName(event.currentTarget.value)}
          />
          {deed.isError ? <Problem error={deed.error} /> : null}
          <div className={classes.buttons}>
            <Button type="submit" size="sm" loading={deed.isPending} disabled={name.trim() === ''}>
              {say('order.assign')}
            </Button>
            {before === me ? null : (
              <Button variant="default" size="sm" onClick={() => assign(me)}>
                {say('order.assign.me')}
              </Button>
            )}
            {before === null ? null : (
              <Button variant="default" size="sm" onClick={() => assign(null)}>
                {say('order.assign.nobody')}
              </Button>
            )}
          </div>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
