import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import type { RunFile } from '../../platform/run-file.ts';
import { welcome } from './welcome.ts';

const run: RunFile = {
  pid: 1,
  httpUrl: 'http://127.0.0.1:8080',
  opsUrl: 'http://127.0.0.1:9464',
  amqpUrl: 'amqp://user:secret@rabbit.example/shop%2Feu',
  managementUrl: 'http://user:secret@rabbit.example:15672/',
  databaseUrl: 'postgres://user:secret@db.example/orderwatch',
  adminKey: 'the-key-of-the-admin',
};
const adminKey = { key: run.adminKey, file: '/home/admin-key', isNew: false };
const runFile = resolve('.orderwatch/run.json');

test('says how to publish through whatever RabbitMQ it uses, and how to ask', () => {
  const said = welcome({ run, adminKey }, runFile);
  expect(said).toContain(`.managementUrl')api/exchanges/shop%2Feu/orders/publish"`);
  expect(said).toContain('  npm run orderwatch -- order ORD-1\n');
  const own = { ...run, amqpUrl: 'amqp://rabbit.example', managementUrl: 'http://rabbit.example:15672' };
  expect(welcome({ run: own, adminKey }, runFile)).toContain('/api/exchanges/%2F/orders/publish"');
});

test('without a management API says nothing of publishing through it', () => {
  expect(welcome({ run: { ...run, managementUrl: '' }, adminKey }, runFile)).not.toContain('exchanges');
});

test('names the home where it is not the usual one', () => {
  expect(welcome({ run, adminKey }, '/srv/watch/run.json')).toContain(
    `ORDERWATCH_HOME='/srv/watch' npm run orderwatch -- order ORD-1`,
  );
});

test('shows no secret but a key that was just made', () => {
  expect(welcome({ run, adminKey }, runFile)).not.toMatch(/secret|the-key/);
  expect(welcome({ run, adminKey: { ...adminKey, isNew: true } }, runFile)).toContain('the-key-of-the-admin');
});
