import { TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { answered, api } from '../client/client.ts';
import { Consequences } from '../kit/consequences.tsx';
import { useUndo } from '../kit/undo.tsx';
import { useSay } from '../words/say.tsx';
import { useOrderDeed } from './use-order-deed.ts';

type Props = { id: string; opened: boolean; onClose: () => void };

/** No link that somebody has got by now opens the customer's page any more. */
export function RevokeLinksDialog({ id, opened, onClose }: Props): ReactNode {
  const say = useSay();
  const told = useUndo();
  const [reason, setReason] = useState('');
  const deed = useOrderDeed(id, {
    does: () => {
      const asked = { params: { path: { id } }, body: { reason: reason.trim() } };
      return answered(api.POST('/orders/{id}/tracking-link/revoke', asked));
    },
    done: () => {
      told(say('order.track.revoked', { id }));
      setReason('');
      onClose();
    },
  });
  return (
    <Consequences
      opened={opened}
      onClose={onClose}
      title={say('order.track.revoke.title', { id })}
      consequences={[say('order.track.revoke.links'), say('order.track.revoke.new')]}
      deed={say('order.track.revoke.do')}
      onDo={() => deed.mutate(undefined)}
      doing={deed.isPending}
      disabled={reason.trim() === ''}
      grave
      error={deed.error}
    >
      <TextInput
        label={say('order.reason')}
        required
        withAsterisk={false}
        maxLength={500}
        value={reason}
        onChange={event => setReason(event.currentTarget.value)}
      />
    </Consequences>
  );
}
