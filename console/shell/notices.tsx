import { Notifications } from '@mantine/notifications';
import type { ReactNode } from 'react';

/** What was done, said below the page. */
export function Notices(): ReactNode {
  return <Notifications position="bottom-center" limit={3} />;
}
