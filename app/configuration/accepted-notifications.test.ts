import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { BUNDLED_NOTICES } from '../../notifier/bundled-notices.ts';
import { compileNotifications } from '../../notifier/section.ts';
import { problemLine, readConfiguration } from './read.ts';
import { requireConfiguration } from './read-file.ts';
import { RIGHT } from './refused-under-test.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

const folder = mkdtempSync(join(tmpdir(), 'orderwatch-configuration-'));
afterAll(() => rmSync(folder, { recursive: true }));

function notifications(section: string) {
  const verdict = readConfiguration(`${RIGHT}${section}`, join(folder, 'orderwatch.yaml'));
  if (!verdict.ok) throw new Error(verdict.problems.map(problemLine).join('\n'));
  return verdict.configuration.notifications;
}

describe('the bundled configuration', async () => {
  const { lifecycles, notifications } = await requireConfiguration(null);

  test('knows every notice that its statuses name', () => {
    const named = lifecycles.all.flatMap(({ names, status }) => names.flatMap(name => status(name)?.notice ?? []));
    expect(named).toHaveLength(5);
    for (const notice of named) expect(notifications.notices[notice]?.channels.length).toBeGreaterThan(0);
  });

  test('declares each bundled notice', () => {
    expect(Object.keys(notifications.notices)).toEqual(Object.keys(BUNDLED_NOTICES));
  });

  test('speaks to customers of a Russian shop', () => {
    expect(notifications).toMatchObject({
      mode: 'live',
      settleMs: 60_000,
      locale: 'ru',
      zone: 'Europe/Moscow',
      country: 'RU',
      from: 'Lunaria <orders@lunaria.example>',
      brand: { name: 'Lunaria', logoUrl: null, contact: { url: null } },
      quietHours: { from: '20:00', to: '08:00', channels: ['sms', 'telegram'] },
      limits: { recipient: { messages: 10, withinMs: DAY } },
      allowList: null,
      partners: {},
      templates: null,
    });
  });
});

test('a document that says nothing of notifications gets what makes sense without', () => {
  expect(notifications('')).toEqual(compileNotifications());
  expect(notifications('')).toEqual({
    mode: 'live',
    settleMs: 60_000,
    brand: {
      name: 'Orderwatch',
      color: '#1f4e79',
      logoUrl: null,
      contact: { email: null, phone: null, url: null },
      imprint: {},
    },
    from: null,
    replyTo: null,
    locale: 'en',
    zone: 'UTC',
    country: null,
    fallbacks: {},
    notices: BUNDLED_NOTICES,
    quietHours: { from: '20:00', to: '08:00', channels: ['sms', 'telegram'] },
    limits: { recipient: { messages: 10, withinMs: DAY }, perSecond: { telegram: 25, slack: 1 } },
    allowList: null,
    bodyRetentionMs: 90 * DAY,
    orderUrl: null,
    carriers: {},
    partners: {},
    templates: null,
  });
});

test('a declared notice changes what it names of the bundled one, and another one is added', () => {
  const { notices } = notifications(`notifications:
  notices:
    order-shipped: { channels: [sms] }
    gift-wrapped: { expiresAfter: PT6H, urgent: true }
`);
  expect(notices['order-shipped']).toEqual({ ...BUNDLED_NOTICES['order-shipped'], channels: ['sms'] });
  expect(notices['gift-wrapped']).toEqual({
    template: 'gift-wrapped',
    channels: ['telegram', 'email', 'sms'],
    expiresAfterMs: 6 * HOUR,
    urgent: true,
    reminder: null,
  });
  expect(notices['price-ready']).toEqual(BUNDLED_NOTICES['price-ready']);
});

test('a reminder is none, or another one', () => {
  const { notices } = notifications(`notifications:
  notices:
    price-ready: { reminder: none }
    order-shipped: { reminder: { notice: price-reminder, after: P1W } }
`);
  expect(notices['price-ready']!.reminder).toBeNull();
  expect(notices['order-shipped']!.reminder).toEqual({ notice: 'price-reminder', afterMs: 7 * DAY });
});

test('quiet hours can be none, and an allow-list empty', () => {
  const { quietHours, allowList } = notifications('notifications: { quietHours: none, allowList: [] }\n');
  expect([quietHours, allowList]).toEqual([null, []]);
});

test('a partner: files are meant from the folder of the document', () => {
  mkdirSync(join(folder, 'templates'));
  writeFileSync(join(folder, 'acme.secret'), `${SECRET}\n`);
  const { partners, templates } = notifications(`notifications:
  locale: ru
  templates: templates
  partners:
    acme: { webhook: { url: https://acme.example/orders, secretFile: acme.secret } }
    bolt: { locale: en, email: orders@bolt.example }
`);
  expect(templates).toBe(join(folder, 'templates'));
  expect(partners).toEqual({
    acme: { locale: 'ru', email: null, webhook: { url: 'https://acme.example/orders', secret: SECRET } },
    bolt: { locale: 'en', email: 'orders@bolt.example', webhook: null },
  });
});

test('a file with another secret than one is refused, unseen', () => {
  writeFileSync(join(folder, 'short.secret'), 'hunter2\n');
  const verdict = readConfiguration(
    `${RIGHT}notifications: { partners: { acme: { webhook: { url: https://acme.example, secretFile: short.secret } } } }\n`,
    join(folder, 'orderwatch.yaml'),
  );
  expect(verdict).toMatchObject({
    problems: [{ sentence: expect.stringMatching(/^What stands in `secretFile` \(not shown.* must be whsec_ and/) }],
  });
  expect(JSON.stringify(verdict)).not.toContain('hunter2');
});
