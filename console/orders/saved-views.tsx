import { Button } from '@mantine/core';
import { IconBookmark } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { OpenedLater } from '../kit/opened-later.tsx';
import { useSay } from '../words/say.tsx';

/** The views that were saved, which are asked for when somebody wants to see them. */
export function SavedViews(): ReactNode {
  const say = useSay();
  return (
    <OpenedLater
      popup="menu"
      load={() => import('./views-menu.tsx').then(({ ViewsMenu }) => ViewsMenu)}
      button={
        <Button variant="default" size="xs" leftSection={<IconBookmark size={15} />}>
          {say('orders.views')}
        </Button>
      }
    >
      {(ViewsMenu, opened) => <ViewsMenu {...opened} />}
    </OpenedLater>
  );
}
