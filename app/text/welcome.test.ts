import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import type { RunFile } from '../../platform/run-file.ts';
import { referenceLifecycles as lifecycles } from '../../test/support/reference.ts';
import { problemLine, readConfiguration } from '../configuration/read.ts';
import { welcome } from './welcome.ts';

const run: RunFile = {
  pid: 1,
  httpUrl: 'http://127.0.0.1:8080',
  opsUrl: 'http://127.0.0.1:9464',
  amqpUrl: 'amqp://user:secret@rabbit.example/shop%2Feu',
  managementUrl: 'http://user:secret@rabbit.example:15672/',
  databaseUrl: 'postgres://user:secret@db.example/orderwatch',
  adminKey: 'the-key-of-the-admin',
  configurationFile: null,
};
const adminKey = { key: run.adminKey, file: '/home/admin-key', isNew: false };
const channels: [] = [];
const firstAdminUrl = null;
const runFile = resolve('.orderwatch/run.json');

test('says how to publish through whatever RabbitMQ it uses, and how to ask', () => {
  const said = welcome({ run, adminKey, firstAdminUrl, lifecycles, channels }, runFile);
  expect(said).toContain(`.managementUrl')api/exchanges/shop%2Feu/orders/publish"`);
  expect(said).toContain('  npm run orderwatch -- order ORD-1\n');
  const own = { ...run, amqpUrl: 'amqp://rabbit.example', managementUrl: 'http://rabbit.example:15672' };
  expect(welcome({ run: own, adminKey, firstAdminUrl, lifecycles, channels }, runFile)).toContain(
    '/api/exchanges/%2F/orders/publish"',
  );
});

test('says where the console is, and the first time how to get in', () => {
  const said = (firstAdminUrl: string | null) =>
    welcome({ run, adminKey, firstAdminUrl, lifecycles, channels }, runFile);
  expect(said(null)).toContain(`  Console    ${run.httpUrl}\n`);
  const link = `${run.httpUrl}/sign-in?first=abc`;
  expect(said(link)).toContain(
    `  Console    ${link}\n             is where the first admin chooses a password; it works once\n`,
  );
});

test('without a management API says nothing of publishing through it', () => {
  expect(
    welcome({ run: { ...run, managementUrl: '' }, adminKey, firstAdminUrl, lifecycles, channels }, runFile),
  ).not.toContain('exchanges');
});

test('says what goes out to people, and what would', () => {
  const said = (email: 'up' | 'dry', sms: 'down' | 'dry') => {
    const health = [
      { channel: 'email', state: email },
      { channel: 'sms', state: sms },
      { channel: 'webhook', state: 'up' },
    ] as const;
    return welcome({ run, adminKey, firstAdminUrl, lifecycles, channels: [...health] }, runFile);
  };
  expect(said('up', 'down')).toContain('  Messages   e-mail, SMS for real\n');
  expect(said('up', 'dry')).toContain('  Messages   e-mail for real; SMS as a dry run (docs/notifications.md)\n');
  expect(said('dry', 'dry')).toContain('  Messages   e-mail, SMS as a dry run (docs/notifications.md)\n');
});

test('names the home where it is not the usual one', () => {
  expect(welcome({ run, adminKey, firstAdminUrl, lifecycles, channels }, '/srv/watch/run.json')).toContain(
    `ORDERWATCH_HOME='/srv/watch' npm run orderwatch -- order ORD-1`,
  );
});

test('shows no secret but a key that was just made', () => {
  expect(welcome({ run, adminKey, firstAdminUrl, lifecycles, channels }, runFile)).not.toMatch(/secret|the-key/);
  expect(
    welcome({ run, adminKey: { ...adminKey, isNew: true }, firstAdminUrl, lifecycles, channels }, runFile),
  ).toContain('the-key-of-the-admin');
});

function ownConfiguration() {
  const verdict = readConfiguration(BICYCLES, 'bicycles.yaml');
  if (!verdict.ok) throw new Error(verdict.problems.map(problemLine).join('\n'));
  return verdict.configuration;
}

const BICYCLES = `systems: [web, workshop]
lifecycles:
  bicycle:
    zone: Europe/Berlin
    statuses:
      ORDERED: { owner: web, entry: true, next: [DELIVERED], serviceLevel: { target: P1D, breach: P3D } }
      DELIVERED: { owner: workshop, next: [] }
`;

test('its examples are events of the configuration that counts', () => {
  expect(welcome({ run, adminKey, firstAdminUrl, lifecycles, channels }, runFile)).toContain(
    '{"orderId":"ORD-1","status":"SUBMITTED","source":"shop"}',
  );
  const { lifecycles: own } = ownConfiguration();
  const said = welcome({ run, adminKey, firstAdminUrl, lifecycles: own, channels }, runFile);
  expect(said).toContain('{"orderId":"ORD-1","status":"ORDERED","source":"web"}');
  expect(said).toContain('"routing_key":"order.web.ORDERED"');
});
