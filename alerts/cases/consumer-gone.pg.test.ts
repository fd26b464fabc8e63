import { expect, test } from 'vitest';
import { MINUTE, T0 } from '../../test/support/factory.ts';
import { aJewelleryMaker, NOW, served, submitted } from './case-under-test.ts';

const maker = await aJewelleryMaker();

test('nobody reads from the inbox of the MES: that explains, and its silence stands behind it', async () => {
  await maker.record(...served(-270, -15), submitted('ORD-1', 0), submitted('ORD-2', 40));
  const gone = { consumers: 0, hadConsumersAt: T0 - 10 * MINUTE, wasEmptyAt: T0 - 10 * MINUTE };
  await maker.watch({ name: 'mes.inbox', ...gone, messages: 2, oldestAgeMs: NOW - T0 });
  const { cause, claims, context } = await maker.why('ORD-1');
  expect(cause).toBe('consumers:mes.inbox');
  expect(claims).toEqual([
    [
      'consumers_gone',
      'Nobody has read from mes.inbox for 2 h 10 min; 2 messages wait.',
      'http://mq:15672/#/queues/%2F/mes.inbox',
    ],
    [
      'source_silent',
      expect.stringMatching(/^mes has said nothing about any order for 2 h 20 min/),
      '/orders?source=mes',
    ],
  ]);
  expect(context).toEqual(['last_event', 'expected_next', 'incident', 'shared_by']);
});

test('an order that was late long before is not behind it', async () => {
  await maker.record(submitted('ORD-0', -290), ...served(-270, 90), submitted('ORD-1', 95));
  const gone = { consumers: 0, hadConsumersAt: NOW - 10 * MINUTE, wasEmptyAt: NOW - 10 * MINUTE };
  await maker.watch({ name: 'mes.inbox', ...gone, messages: 1, oldestAgeMs: 5 * MINUTE });
  expect((await maker.why('ORD-0')).claims.map(([kind]) => kind)).not.toContain('consumers_gone');
});
