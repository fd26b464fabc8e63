import { masked } from '../../tracker/masked-customer.ts';
import type { Principal } from '../access/principal.ts';
import type { Role } from '../access/roles.ts';
import type { OrderContract } from '../present.ts';

/**
 * Who reads contacts in an order without asking: programs that were given a key with such a role, and whoever the order
 * belongs to. People who work here ask for each (`POST /orders/{id}/reveal`), and the audit log tells of it.
 */
const READS_CONTACTS: readonly Role[] = ['support', 'manager', 'admin', 'partner', 'customer'];

type Who = Pick<Principal, 'kind' | 'role'>;

export function readsContacts({ kind, role }: Who): boolean {
  return READS_CONTACTS.includes(role) && (kind === 'key' || role === 'partner');
}

/**
 * The order as this one may see it: what is wrong with what systems say is no business of partners and customers. How the
 * house measures itself is none of customers, and a token, which lies in a browser, brings no contacts.
 */
export function orderShownTo(principal: Who, order: OrderContract): OrderContract {
  const { role } = principal;
  if (role === 'customer') return forCustomer(principal, order);
  if (role === 'partner') return { ...order, anomalies: [], traceUrl: null };
  if (order.customer === null || readsContacts(principal)) return order;
  return { ...order, customer: masked(order.customer), customerMasked: true };
}

function forCustomer({ kind }: Who, order: OrderContract): OrderContract {
  const isMasked = kind === 'token' && order.customer !== null;
  return {
    ...order,
    ...(isMasked && { customer: masked(order.customer!), customerMasked: true }),
    ...{ targetAt: null, dueAt: null, usual: null, stuck: false, atRisk: false, overdue: false },
    ...{ ids: {}, sources: {}, anomalies: [], traceUrl: null, eventCount: 0, duplicateCount: 0 },
  };
}
