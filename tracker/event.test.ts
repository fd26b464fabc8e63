import { expect, it } from 'vitest';
import { anEvent, T0 } from '../test/support/factory.ts';
import { aliasesOf, contentDigest, orderKey } from './event.ts';

const named = { orderId: null, ids: {}, correlationId: null };
const systems = ['shop', 'crm', 'mes'];

it('names an event by its order id, else by the first system, else by its correlation id', () => {
  const ids = { mes: 'M-1', crm: 'K-1', abc: 'A-1' };
  expect(orderKey({ orderId: 'O-1', ids, correlationId: 'C' }, systems)).toBe('O-1');
  expect(orderKey({ ...named, ids, correlationId: 'C' }, systems)).toBe('~crm:K-1');
  expect(orderKey({ ...named, ids: { xyz: 'X-1', abc: 'A-1' } }, systems)).toBe('~abc:A-1');
  expect(orderKey({ ...named, correlationId: 'C' }, systems)).toBe('~corr:C');
  expect(orderKey(named, systems)).toBeNull();
});

it('knows every name that an event states', () => {
  expect(aliasesOf({ ids: { mes: 'M-1' }, correlationId: 'C' })).toEqual(['~mes:M-1', '~corr:C']);
});

it('gives the digest that the ledgers out there already hold', () => {
  const event = anEvent({ eventId: 'pinned', occurredAt: T0, data: { b: [1, { d: 2, c: null }], a: 'ж' } });
  expect(contentDigest(event)).toBe('168e034bff32b0c8cef2fb9f8d6682f7c6ad3a239e97201b14a27a61844cf32f');
});

it('digests names that look like numbers in the order that objects keep them', () => {
  const event = anEvent({ eventId: 'pinned', occurredAt: T0, data: { b: 1, 10: 1, 9: 2, a: { 2: 1, 1: 2 } } });
  expect(contentDigest(event)).toBe('1f9b224789884041bb2076343f1d190a7839a9a948f59b7e81691f5641a63295');
});

it('digests what was said, not how it was written or carried', () => {
  const event = anEvent({ data: { a: 1, b: 2 } });
  expect(contentDigest({ ...event, data: { b: 2, a: 1 }, traceparent: 'x', historic: true })).toBe(
    contentDigest(event),
  );
  expect(contentDigest({ ...event, data: { a: 1, b: 3 } })).not.toBe(contentDigest(event));
});
