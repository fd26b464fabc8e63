import { expect, test } from 'vitest';
import { saveDeadLetterQueues } from '../../collector/dead-letters/dead-letter-queues.ts';
import { saveDeadLetters } from '../../collector/dead-letters/dead-letter-rows.ts';
import { transaction } from '../../platform/postgres.ts';
import { MINUTE, T0 } from '../../test/support/factory.ts';
import { aJewelleryMaker, NOW, served, submitted } from './case-under-test.ts';

const maker = await aJewelleryMaker();

test('its price lies in a queue for dead letters: that explains, and what we know is not all', async () => {
  await maker.record(...served(-270, 110), submitted('ORD-1', 0), submitted('ORD-2', 0));
  await maker.watch({ name: 'orderwatch.dead', isDeadLetter: true, messages: 1, consumers: 0, hadConsumersAt: null });
  const diedAt = T0 + 12 * MINUTE;
  const queue = { vhost: '/', name: 'orderwatch.dead' };
  const letter = {
    ...{ vhost: '/', queue: queue.name, digest: 'ab12', orders: ['~mes:M-ORD-1'], type: 'order.status_changed' },
    ...{ status: 'PRICE_CALCULATED', source: 'mes', diedIn: 'orderwatch.events', reason: 'rejected', deaths: 1 },
    ...{ exchange: 'orders', routingKey: 'order.mes.price_calculated', deadAt: diedAt },
  };
  await transaction(maker.pool, async tx => {
    const looked = { lookedInto: true, whyNot: null, lookedAt: NOW, depthThen: 1 };
    await saveDeadLetterQueues(tx, [{ ...queue, messages: 1, since: diedAt, ...looked }]);
    await saveDeadLetters(tx, queue, [letter], NOW);
  });
  const said =
    'The message PRICE_CALCULATED about ORD-1 from mes lies in orderwatch.dead (orderwatch.events, rejected).';
  const { cause, suspect, claims } = await maker.why('ORD-1');
  expect([cause, suspect]).toEqual(['dead:orderwatch.dead', said]);
  expect(claims).toEqual([['dead_letters', said, 'http://mq:15672/#/queues/%2F/orderwatch.dead']]);
  expect((await maker.why('ORD-2')).cause).not.toBe('dead:orderwatch.dead');
});
