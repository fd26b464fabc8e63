/** The way of an order through the jewellery maker, as its people know it: the contract that the messages keep. */

export const SYSTEMS = ['shop', 'crm', 'mes'] as const;
export type System = (typeof SYSTEMS)[number];

export const STATUSES = [
  'INITIATED',
  'SUBMITTED',
  'PRICE_CALCULATED',
  'MANUFACTURING_APPROVED',
  'MANUFACTURING_STARTED',
  'MANUFACTURING_COMPLETED',
  'PACKAGING',
  'SHIPPED',
  'CLOSED',
  'CANCELLED',
] as const;
export type Status = (typeof STATUSES)[number];

/** The system that brings an order into the status, and whose word on it counts. */
export const OWNERS: Readonly<Record<Status, System>> = {
  INITIATED: 'shop',
  SUBMITTED: 'shop',
  PRICE_CALCULATED: 'mes',
  MANUFACTURING_APPROVED: 'crm',
  MANUFACTURING_STARTED: 'mes',
  MANUFACTURING_COMPLETED: 'mes',
  PACKAGING: 'mes',
  SHIPPED: 'mes',
  CLOSED: 'crm',
  CANCELLED: 'crm',
};

export function rank(status: Status): number {
  return STATUSES.indexOf(status);
}

export function isOver(status: Status): boolean {
  return status === 'CLOSED' || status === 'CANCELLED';
}

/** Further on, be it over several steps. What has left the house can't be cancelled any more. */
export function isAhead(from: Status, to: Status): boolean {
  if (isOver(from)) return false;
  return to === 'CANCELLED' ? rank(from) < rank('SHIPPED') : rank(to) > rank(from);
}

/** The one way back: what is not good is made again. */
export function isRework(from: Status, to: Status): boolean {
  return from === 'MANUFACTURING_COMPLETED' && to === 'MANUFACTURING_STARTED';
}

export function canFollow(from: Status, to: Status): boolean {
  return isAhead(from, to) || isRework(from, to);
}
