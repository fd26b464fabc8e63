import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Order } from '../client/api.gen.ts';
import { useMay } from '../client/session.ts';
import { useKeys } from '../kit/keys.ts';
import { useSay } from '../words/say.tsx';
import { AssignButton } from './assign-button.tsx';
import { CorrectionDialog } from './correction-dialog.tsx';
import { FreezeButton } from './freeze-button.tsx';
import { HandsButtons } from './hands.tsx';
import { MoreActions } from './more-actions.tsx';
import { NoteButton } from './note-button.tsx';

type Props = { order: Order; etag: string | null };

/** What can be done with the order, as far as the reader's role may. */
export function OrderActions({ order, etag }: Props): ReactNode {
  const mayCorrect = useMay('support', 'manager', 'admin');
  const mayAct = useMay('support', 'operator', 'manager', 'admin');
  return (
    <>
      <HandsButtons order={order} />
      {mayCorrect ? <Correct order={order} /> : null}
      {mayAct ? (
        <>
          <FreezeButton order={order} etag={etag} />
          <NoteButton id={order.orderId} />
          <AssignButton id={order.orderId} />
        </>
      ) : null}
      <MoreActions order={order} />
    </>
  );
}

function Correct({ order }: { order: Order }): ReactNode {
  const say = useSay();
  const [opened, setOpened] = useState(false);
  useKeys([{ keys: 'e', label: 'order.key.correct', do: () => setOpened(true) }]);
  return (
    <>
      <Button onClick={() => setOpened(true)}>{say('order.correct')}</Button>
      <CorrectionDialog order={order} opened={opened} onClose={() => setOpened(false)} />
    </>
  );
}
