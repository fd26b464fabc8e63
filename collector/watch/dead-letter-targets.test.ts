import { expect, test } from 'vitest';
import type { QueueAnswer } from './broker-answers.ts';
import { deadLetterTargets, queueKey } from './dead-letter-targets.ts';

const queue = (declared: object, policy: object = {}, vhost = '/'): QueueAnswer => ({
  vhost,
  name: 'work',
  arguments: declared as QueueAnswer['arguments'],
  effective_policy_definition: policy as QueueAnswer['arguments'],
});
const binding = (source: string, destination: string, routing_key = '', destination_type = 'queue') => ({
  vhost: '/',
  source,
  destination,
  destination_type,
  routing_key,
});
const exchange = (name: string, type: string) => ({ vhost: '/', name, type });

const routes = {
  exchanges: [exchange('direct', 'direct'), exchange('topic', 'topic'), exchange('fan', 'fanout')],
  bindings: [
    binding('direct', 'd.work', 'work'),
    binding('direct', 'd.other', 'other'),
    binding('topic', 't.calc', 'mes.#'),
    binding('topic', 't.shop', 'shop.*'),
    binding('fan', 'direct', '', 'exchange'),
    binding('direct', 'fan', 'work', 'exchange'),
  ],
};
const targets = (...queues: QueueAnswer[]) =>
  [...deadLetterTargets(queues, routes)].map(key => (JSON.parse(key) as string[])[1]).sort();

test('by arguments, and by the effective policy behind them', () => {
  const byArgument = queue({ 'x-dead-letter-exchange': 'direct', 'x-dead-letter-routing-key': 'work' });
  expect(targets(byArgument)).toEqual(['d.work']);
  const byPolicy = queue({}, { 'dead-letter-exchange': 'direct', 'dead-letter-routing-key': 'other' });
  expect(targets(byPolicy)).toEqual(['d.other']);
  expect(targets(queue({ 'x-dead-letter-exchange': 'topic', 'x-dead-letter-routing-key': 'mes.calc.x' }))).toEqual([
    't.calc',
  ]);
});

test('the default exchange leads to the queue of that name, of the same virtual host', () => {
  const byDefault = queue({ 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': 'work.dead' }, {}, 'other');
  expect(deadLetterTargets([byDefault], routes)).toEqual(new Set([queueKey({ vhost: 'other', name: 'work.dead' })]));
  expect(targets(queue({ 'x-dead-letter-exchange': '' }))).toEqual([]);
});

test('whatever is bound may get a message that keeps its routing key', () => {
  expect(targets(queue({ 'x-dead-letter-exchange': 'topic' }))).toEqual(['t.calc', 't.shop']);
});

test('through exchanges bound to exchanges, also in a circle', () => {
  expect(targets(queue({ 'x-dead-letter-exchange': 'fan', 'x-dead-letter-routing-key': 'work' }))).toEqual(['d.work']);
});

test('no dead letters, no targets', () => {
  expect(targets(queue({ 'x-max-length': 5 }))).toEqual([]);
});
