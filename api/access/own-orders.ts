import type { Order } from '../../tracker/orders.ts';
import type { Principal } from './principal.ts';

/** Whose orders somebody sees. */
export type OwnOrders = { partner: string } | { customer: string };

/** Null: all of them. One function, so that nobody is shown too much because a route asked in another way. */
export function ownOrdersOf(principal: Pick<Principal, 'role' | 'partner' | 'customer'>): OwnOrders | null {
  const { role, partner, customer } = principal;
  if (role !== 'partner' && role !== 'customer') return null;
  if (role === 'partner' && partner !== null) return { partner };
  if (role === 'customer' && customer !== null) return { customer };
  // The tables rule it out.
  throw new Error(`A ${role} that is nobody's sees nothing.`);
}

export function isOwn(own: OwnOrders | null, order: Pick<Order, 'partner' | 'customer'>): boolean {
  if (own === null) return true;
  return 'partner' in own ? order.partner === own.partner : order.customer?.id === own.customer;
}

/** A filter of orders that passes own ones only; null where it asks for somebody else's: nothing passes. */
export function amongOwn<Filter extends { partner?: string | undefined; customer?: string | undefined }>(
  own: OwnOrders | null,
  filter: Filter,
): Filter | null {
  if (own === null) return filter;
  const [name, value] = Object.entries(own)[0] as ['partner' | 'customer', string];
  return filter[name] === undefined || filter[name] === value ? { ...filter, [name]: value } : null;
}
