import { expect, test } from 'vitest';
import { HOUR, MINUTE, T0 } from '../../test/support/factory.ts';
import type { QueueAnswer } from '../watch/broker-answers.ts';
import type { DeadLetterQueue } from './dead-letter-queues.ts';
import { whenToLook } from './when-to-look.ts';

const aQueue = (named: Partial<QueueAnswer> = {}): QueueAnswer => ({
  vhost: '/',
  name: 'mes.dead',
  type: 'classic',
  messages: 3,
  consumers: 0,
  arguments: {},
  effective_policy_definition: {},
  ...named,
});
const seen = (named: Partial<DeadLetterQueue> = {}): DeadLetterQueue => ({
  vhost: '/',
  name: 'mes.dead',
  messages: 3,
  since: T0 - HOUR,
  lookedInto: true,
  whyNot: null,
  lookedAt: T0 - MINUTE,
  depthThen: 3,
  ...named,
});
const quorum = (named: Partial<QueueAnswer> = {}) => aQueue({ type: 'quorum', ...named });

test.each<[string, QueueAnswer, DeadLetterQueue | null, number | null, string]>([
  ['nobody has looked', aQueue(), null, null, 'look'],
  ['as many as then', aQueue(), seen(), null, 'known'],
  ['more than then', aQueue({ messages: 4 }), seen(), null, 'look'],
  ['as many as then, an hour ago', aQueue(), seen({ lookedAt: T0 - HOUR }), null, 'look'],
  ['others came first', aQueue(), seen({ lookedInto: false, whyNot: 'not_yet', lookedAt: null }), null, 'look'],
  ['somebody works them off', aQueue({ consumers: 1 }), null, null, 'read_by_others'],
  ['a full queue would push one out', aQueue({ arguments: { 'x-max-length': 9 } }), null, null, 'bounded'],
  ['the same by a policy', aQueue({ effective_policy_definition: { 'max-length-bytes': 9 } }), null, null, 'bounded'],
  ['a stream', aQueue({ type: 'stream' }), null, null, 'not_allowed'],
  ['it did not work a minute ago', aQueue({ messages: 9 }), seen({ whyNot: 'no_answer' }), null, 'no_answer'],
  ['nor five', aQueue(), seen({ whyNot: 'not_allowed', lookedAt: T0 - 5 * MINUTE }), null, 'look'],
  ['a quorum queue of RabbitMQ 3', quorum(), null, 3, 'look'],
  ['of 4, which counts deliveries', quorum(), null, 4, 'counts_as_delivery'],
  ['of nobody knows which', quorum(), null, null, 'counts_as_delivery'],
  ['one with a limit', quorum({ arguments: { 'x-delivery-limit': 50 } }), null, 3, 'counts_as_delivery'],
  ['one by a policy', quorum({ effective_policy_definition: { 'delivery-limit': 5 } }), null, 3, 'counts_as_delivery'],
  ['none, said in the words of 4', quorum({ arguments: { 'x-delivery-limit': -1 } }), null, 4, 'look'],
  [
    'none by one, a limit by the other',
    quorum({ arguments: { 'x-delivery-limit': -1 }, effective_policy_definition: { 'delivery-limit': 20 } }),
    null,
    4,
    'counts_as_delivery',
  ],
  ['a quorum queue, seldom', quorum({ messages: 9 }), seen({ lookedAt: T0 - 9 * MINUTE }), 3, 'known'],
  ['and then again', quorum({ messages: 9 }), seen({ lookedAt: T0 - 10 * MINUTE }), 3, 'look'],
])('%s', (_what, queue, known, major, standing) => expect(whenToLook(queue, known, major, T0)).toBe(standing));
