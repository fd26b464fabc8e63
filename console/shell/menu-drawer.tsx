import { Drawer } from '@mantine/core';
import type { ReactNode } from 'react';
import { useSay } from '../words/say.tsx';
import { Navigation } from './navigation.tsx';

/** All pages, on a phone. */
export function MenuDrawer({ opened, onClose }: { opened: boolean; onClose: () => void }): ReactNode {
  const say = useSay();
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      size={270}
      title="Orderwatch"
      closeButtonProps={{ 'aria-label': say('shell.closeMenu') }}
    >
      <nav aria-label={say('shell.navigation')}>
        <Navigation />
      </nav>
    </Drawer>
  );
}
