import type { ReactNode } from 'react';
import type { Order } from '../client/api.gen.ts';
import { FreezeButton } from './freeze-button.tsx';

type Props = { order: Order; etag: string | null };

/** What can be done with the order, as far as the reader's role may. */
export function OrderActions({ order, etag }: Props): ReactNode {
  return <FreezeButton order={order} etag={etag} />;
}
