import type { Order } from '../../tracker/orders.ts';
import { forbidden, Refused } from '../problem.ts';
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

/** What people here found out, and do, about an order; who looks for it would be told it. */
const FOR_STAFF = ['anomaly', 'assignedTo'];

/** How the house measures itself: customers are told when to expect their order. */
const NOT_FOR_CUSTOMERS = ['stuck', 'stuckFor', 'atRisk', 'overdue', 'source'];

type Filter = { partner?: string | undefined; customer?: string | undefined };

/** A filter of orders that passes own ones only; null where it asks for somebody else's: nothing passes. Throws Refused. */
export function amongOwn<Asked extends Filter>(own: OwnOrders | null, filter: Asked): Asked | null {
  if (own === null) return filter;
  const given: Record<string, unknown> = filter;
  const inside = FOR_STAFF.find(name => given[name] !== undefined);
  if (inside !== undefined) throw new Refused(forbidden(`The filter ${inside} is for people who work here.`));
  const measured = 'customer' in own ? NOT_FOR_CUSTOMERS.find(name => given[name] !== undefined) : undefined;
  if (measured !== undefined) throw new Refused(forbidden(`The filter ${measured} is not for customers.`));
  const [name, value] = Object.entries(own)[0] as [keyof Filter, string];
  return filter[name] === undefined || filter[name] === value ? { ...filter, [name]: value } : null;
}
