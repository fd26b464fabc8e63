import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { ReactNode } from 'react';
import { useSay } from '../words/say.tsx';

const UNDO_MS = 8_000;

/** `const told = useUndo(); told(say('…snoozed'), () => unsnooze.mutate())`: says what was done and offers to undo it. */
export function useUndo(): (done: ReactNode, undo?: () => void) => void {
  const say = useSay();
  return (done, undo) => {
    const id = `undo-${++count}`;
    notifications.show({
      id,
      autoClose: UNDO_MS,
      withBorder: true,
      closeButtonProps: { 'aria-label': say('kit.close') },
      message: (
        <Group justify="space-between" wrap="nowrap">
          <span>{done}</span>
          {undo === undefined ? null : (
            <Button
              variant="subtle"
              size="compact-sm"
              onClick={() => {
                notifications.hide(id);
                undo();
              }}
            >
              {say('kit.undo')}
            </Button>
          )}
        </Group>
      ),
    });
  };
}

let count = 0;
