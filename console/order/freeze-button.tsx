import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { Order } from '../client/api.gen.ts';
import { answered, api } from '../client/client.ts';
import { useKeys } from '../kit/keys.ts';
import { useUndo } from '../kit/undo.tsx';
import { useSay } from '../words/say.tsx';
import { orderKey } from './order-queries.ts';
import { ReasonPopover } from './reason-popover.tsx';

type Props = { order: Order; etag: string | null };
type Asked = { freeze: boolean; reason: string; match: string | null };

/** Stops the deadline, or lets it run again. It can be undone, so it asks for nothing but why. */
export function FreezeButton({ order, etag }: Props): ReactNode {
  const say = useSay();
  const told = useUndo();
  const queries = useQueryClient();
  const [opened, setOpened] = useState(false);
  const { orderId: id, frozen } = order;
  const deed = useMutation({
    mutationFn: ({ freeze, reason, match }: Asked) => {
      const asked = {
        params: { path: { id } },
        body: { reason },
        headers: match === null ? {} : { 'If-Match': match },
      };
      return answered(freeze ? api.POST('/orders/{id}/freeze', asked) : api.POST('/orders/{id}/unfreeze', asked));
    },
    onSuccess: (_now, { freeze }) => {
      setOpened(false);
      told(say(freeze ? 'order.frozen' : 'order.unfrozen', { id }), () =>
        deed.mutate({ freeze: !freeze, reason: say('order.undone'), match: null }),
      );
    },
    onSettled: () => queries.invalidateQueries({ queryKey: orderKey(id) }),
  });
  useKeys([{ keys: 'f', label: 'order.key.freeze', do: () => setOpened(true) }]);
  return (
    <ReasonPopover
      opened={opened}
      onChange={setOpened}
      deed={say(frozen ? 'order.unfreeze' : 'order.freeze')}
      explained={say(frozen ? 'order.unfreeze.what' : 'order.freeze.what')}
      doing={deed.isPending}
      error={deed.error}
      onDo={reason => deed.mutate({ freeze: !frozen, reason, match: etag })}
    >
      <Button variant="default" onClick={() => setOpened(!opened)}>
        {say(frozen ? 'order.unfreeze' : 'order.freeze')}
      </Button>
    </ReasonPopover>
  );
}
