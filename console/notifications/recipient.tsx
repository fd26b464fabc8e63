import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { MessageKey } from '../words/catalogue.ts';
import { Say } from '../words/say.tsx';

/** By what a recipient's name begins with: what they are called, and where there is more of them. */
const KINDS: Readonly<Record<string, { words: MessageKey; page: (id: string) => string }>> = {
  customer: { words: 'notifications.recipient.customer', page: id => `/?customer=${id}` },
  order: { words: 'notifications.recipient.order', page: id => `/orders/${id}` },
  partner: { words: 'notifications.recipient.partner', page: id => `/?partner=${id}` },
  staff: { words: 'notifications.recipient.staff', page: () => '/on-call' },
};

/** Who a message is for, as a link to their orders: `customer C-7` of `customer:C-7`. */
export function Recipient({ name }: { name: string }): ReactNode {
  const at = name.indexOf(':');
  const id = name.slice(at + 1);
  const kind = KINDS[name.slice(0, at)];
  if (kind === undefined) return name;
  return <Say id={kind.words} values={{ id: <Link to={kind.page(encodeURIComponent(id))}>{id}</Link> }} />;
}
