import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { answered, api } from '../client/client.ts';
import { useKeys } from '../kit/keys.ts';
import { useUndo } from '../kit/undo.tsx';
import { useSay } from '../words/say.tsx';
import { ReasonPopover } from './reason-popover.tsx';
import { useOrderDeed } from './use-order-deed.ts';

/** Writes something down about the order, for those who come after. */
export function NoteButton({ id }: { id: string }): ReactNode {
  const say = useSay();
  const told = useUndo();
  const [opened, setOpened] = useState(false);
  const deed = useOrderDeed(id, {
    does: (text: string) => answered(api.POST('/orders/{id}/notes', { params: { path: { id } }, body: { text } })),
    done: () => {
      setOpened(false);
      told(say('order.noted'));
    },
  });
  useKeys([{ keys: 'n', label: 'order.key.note', do: () => setOpened(true) }]);
  return (
    <ReasonPopover
      opened={opened}
      onChange={setOpened}
      deed={say('order.note.do')}
      explained={say('order.note.what')}
      label={say('order.note.text')}
      long
      doing={deed.isPending}
      error={deed.error}
      onDo={text => deed.mutate(text)}
    >
      <Button variant="default" onClick={() => setOpened(!opened)}>
        {say('order.note')}
      </Button>
    </ReasonPopover>
  );
}
