import { Button, Group, Modal, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { answered, api } from '../client/client.ts';
import { Problem } from '../kit/problem.tsx';
import { useUndo } from '../kit/undo.tsx';
import { useSay } from '../words/say.tsx';
import { QUARANTINE } from './queries.ts';

type Props = { opened: boolean; onClose: () => void; selection: { ids: string[] } | { fingerprint: string } };

/** Asks why, which those who come after want to know; what was done can be undone. */
export function DismissDialog({ opened, onClose, selection }: Props): ReactNode {
  const say = useSay();
  const told = useUndo();
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const refresh = () => queries.invalidateQueries({ queryKey: QUARANTINE });
  const restore = useMutation({
    mutationFn: (dismissal: string) => answered(api.POST('/quarantine/restore', { body: { dismissal } })),
    onSuccess: ({ restored }) => {
      told(say('quarantine.restored', { count: restored }));
      return refresh();
    },
  });
  const dismiss = useMutation({
    mutationFn: () => answered(api.POST('/quarantine/dismiss', { body: { ...selection, reason } })),
    onSuccess: ({ dismissed, dismissal }) => {
      onClose();
      setReason('');
      told(say('quarantine.dismissDone', { count: dismissed }), () => restore.mutate(dismissal));
      return refresh();
    },
  });
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={say('quarantine.dismissTitle')}
      closeButtonProps={{ 'aria-label': say('kit.close') }}
    >
      <form
        onSubmit={event => {
          event.preventDefault();
          dismiss.mutate();
        }}
      >
        <TextInput
          label={say('quarantine.dismissReason')}
          value={reason}
          onChange={event => setReason(event.currentTarget.value)}
          required
          maxLength={500}
          data-autofocus
        />
        {dismiss.isError ? <Problem error={dismiss.error} /> : null}
        <Group justify="flex-end" mt="md">
          <Button size="sm" variant="default" onClick={onClose}>
            {say('kit.cancel')}
          </Button>
          <Button size="sm" type="submit" loading={dismiss.isPending} disabled={reason.trim() === ''}>
            {say('quarantine.dismiss')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
