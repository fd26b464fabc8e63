import { expect, test } from 'vitest';
import { describeMessage, describeQuarantine } from './quarantine.ts';

const message = {
  id: '17',
  origin: 'amqp' as const,
  exchange: 'orders',
  routingKey: 'order.shop.SENT',
  receivedAt: '2026-11-20T09:00:00.000Z',
  lastReceivedAt: '2026-11-20T09:00:00.000Z',
  times: 1,
  reasonKind: 'unknown_status',
  reason: `\`status\` "SENT" is not a known status. Known are ${'INITIATED, '.repeat(9)}SHIPPED.`,
  fingerprint: 'unknown_status:SENT:shop',
  bodyPreview: '{}',
  bodyBytes: 2,
  orders: [],
  state: 'open' as const,
  replayedAt: null,
  dismissed: null,
};

test('the list shows the beginning of a reason, and the message all of it', () => {
  const row = describeQuarantine({ items: [message], nextCursor: null }).split('\n')[1]!;
  expect(row).toMatch(/^17 .* unknown_status {2}`status` "SENT" is not a known status\. Known are INITIATED, .*…$/);
  expect(row).not.toContain('SHIPPED');
  expect(describeMessage({ ...message, properties: {}, body: '{}', bodyEncoding: 'utf8' })).toContain(message.reason);
});
