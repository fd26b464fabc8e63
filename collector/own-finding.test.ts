import { expect, test } from 'vitest';
import { T0 } from '../test/support/factory.ts';
import { fromHttp } from './message.ts';
import { isOwnFinding } from './own-finding.ts';

const message = fromHttp(Buffer.from('{"orderId":"ORD-1","status":"SUBMITTED"}'), T0);
const withBody = (body: string) => ({ ...message, body: Buffer.from(body) });

test.each([
  ['of the exchange', { ...message, exchange: 'orderwatch.findings' }, true],
  [
    'by its header',
    { ...message, properties: { ...message.properties, headers: { 'x-orderwatch': 'finding' } } },
    true,
  ],
  ['by its type', { ...message, properties: { ...message.properties, type: 'orderwatch.finding.overdue' } }, true],
  ['by the type in its body', withBody('{"type":"orderwatch.finding.overdue","orderId":"ORD-1"}'), true],
  ['an event', message, false],
  ['an event that speaks of one', withBody('{"type":"order.note","data":{"text":"orderwatch."}}'), false],
  ['no JSON', withBody('"orderwatch.'), false],
  ['another value', withBody('["orderwatch.x"]'), false],
])('%s', (_, one, expected) => {
  expect(isOwnFinding(one)).toBe(expected);
});
