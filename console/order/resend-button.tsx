import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { answered, api } from '../client/client.ts';
import { ApiProblem } from '../client/problem.ts';
import { useUndo } from '../kit/undo.tsx';
import { useSay } from '../words/say.tsx';
import { ReasonPopover } from './reason-popover.tsx';
import { useOrderDeed } from './use-order-deed.ts';

type Props = { order: string; message: string };

/** Queues a message again. What went out already, or may have, is sent once more only to whoever insists. */
export function ResendButton({ order, message: id }: Props): ReactNode {
  const say = useSay();
  const told = useUndo();
  const [opened, setOpened] = useState(false);
  const deed = useOrderDeed(order, {
    does: (asked: { reason: string; again: boolean }) =>
      answered(api.POST('/notifications/{id}/resend', { params: { path: { id } }, body: asked })),
    done: () => {
      setOpened(false);
      told(say('order.resent'));
    },
  });
  const mayInsist = deed.error instanceof ApiProblem && deed.error.status === 409;
  return (
    <ReasonPopover
      opened={opened}
      onChange={setOpened}
      deed={say(mayInsist ? 'order.resend.insist' : 'order.resend')}
      explained={say('order.resend.what')}
      doing={deed.isPending}
      error={deed.error}
      onDo={reason => deed.mutate({ reason, again: mayInsist })}
    >
      <Button variant="subtle" size="compact-xs" onClick={() => setOpened(!opened)}>
        {say('order.resend')}
      </Button>
    </ReasonPopover>
  );
}
