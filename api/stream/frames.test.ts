import { expect, test } from 'vitest';
import type { OrderNews } from '../../tracker/changes/order-news.ts';
import type { Role } from '../access/roles.ts';
import type { Batch } from './change-feed.ts';
import { framesOf } from './frames.ts';
import { viewOf } from './stream-routes.ts';

const news = (orderId: string, partner: string | null, customerId: string): OrderNews => ({
  orderId,
  lifecycle: 'jewellery',
  status: 'SUBMITTED',
  statusSince: null,
  dueAt: Date.UTC(2026, 10, 20, 9),
  stuck: true,
  atRisk: true,
  frozen: false,
  partner,
  customerId,
});

const batch: Batch = {
  seen: '1:1:',
  orders: [news('ORD-1', 'acme', 'C-1'), news('ORD-2', 'other', 'C-1'), news('ORD-3', null, 'C-2')],
  changedOrders: 3,
  others: new Map([['incident', ['7']]]),
  more: false,
};

const asked = { topics: undefined, order: null, partner: null };

type Who = { role: Role; partner?: string | null; customer?: string | null };

function seenBy(who: Who, wanted: Partial<Parameters<typeof viewOf>[1]> = {}) {
  const text = framesOf(batch, viewOf({ partner: null, customer: null, ...who }, { ...asked, ...wanted }));
  expect(text).not.toContain('C-');
  // What a customer is not to know is not in it, whatever the order is like.
  expect(/2026|true/.test(text)).toBe(who.role !== 'customer' && text.includes('ORD'));
  return [...text.matchAll(/ORD-\d|event: incident/g)].map(([found]) => found);
}

test('everybody is told of what is theirs, whatever they ask for', () => {
  expect(seenBy({ role: 'viewer' })).toEqual(['ORD-1', 'ORD-2', 'ORD-3', 'event: incident']);
  expect(seenBy({ role: 'viewer' }, { partner: 'acme' })).toEqual(['ORD-1', 'event: incident']);
  expect(seenBy({ role: 'viewer' }, { topics: ['order'], order: 'ORD-3' })).toEqual(['ORD-3']);
  expect(seenBy({ role: 'partner', partner: 'acme' })).toEqual(['ORD-1']);
  expect(seenBy({ role: 'partner', partner: 'acme' }, { partner: 'other' })).toEqual([]);
  expect(seenBy({ role: 'customer', customer: 'C-1' })).toEqual(['ORD-1', 'ORD-2']);
  // Of nobody in particular: that must not mean everybody.
  expect(() => seenBy({ role: 'partner', partner: null })).toThrow('sees nothing');
  expect(() => seenBy({ role: 'customer' })).toThrow('sees nothing');
  expect(() => seenBy({ role: 'partner', partner: 'acme' }, { topics: ['order', 'incident'] })).toThrow(/not told/);
});
