import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { contract } from '../../api/contract.ts';
import { testVhost } from '../support/broker.ts';
import { testDatabase } from '../support/database.ts';
import { orderwatchOn } from '../support/orderwatch-process.ts';

const HOUR = 3_600_000;
const { databaseUrl } = await testDatabase();
const { amqpUrl } = await testVhost();
const { orderwatch } = orderwatchOn({
  DATABASE_URL: databaseUrl,
  AMQP_URL: amqpUrl,
  RABBITMQ_MANAGEMENT_URL: inject('managementUrl'),
});

/** What the systems outside were told: the heartbeat, and Alertmanager. */
const heard: { path: string; body: string }[] = [];
const outside = createServer(async (req, res) => {
  const body = (await req.toArray()).join('');
  heard.push({ path: req.url!, body });
  res.end();
});
let outsideUrl = '';
beforeAll(async () => {
  await new Promise<void>(resolve => outside.listen(0, '127.0.0.1', resolve));
  outsideUrl = `http://127.0.0.1:${(outside.address() as AddressInfo).port}`;
});
afterAll(() => {
  outside.closeAllConnections();
  outside.close();
});

it('an order that is stuck is an incident that somebody takes on, and that ends when the order moves', async () => {
  const up = orderwatch(['up'], { HEARTBEAT_URL: `${outsideUrl}/beat`, ALERTMANAGER_URL: outsideUrl });
  await up.says('Ctrl-C stops it');
  const { httpUrl, adminKey } = up.run();
  const call = async (path: string, body?: object) => {
    const response = await fetch(`${httpUrl}/api/v1${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    expect(response.ok, await response.clone().text()).toBe(true);
    return response.json();
  };
  const say = (status: string, source: string, agoMs: number) =>
    call('/events', { orderId: 'ORD-1042', status, source, occurredAt: new Date(Date.now() - agoMs).toISOString() });
  const incident = async () => {
    const { items } = contract.IncidentPage.parse(await call('/incidents?rule=price-missing'));
    expect(items.length).toBeLessThan(2);
    return items[0];
  };

  await say('SUBMITTED', 'shop', 25 * HOUR);
  // Rules run every minute.
  await expect.poll(incident, { timeout: 180_000, interval: 500 }).toMatchObject({
    rule: 'price-missing',
    severity: 'critical',
    state: 'open',
    about: 'mes',
    orders: ['ORD-1042'],
    acknowledgedBy: null,
    suspect: false,
  });
  const { id } = (await incident())!;
  const told = () => call(`/notifications?kind=staff`).then(page => (page as { items: object[] }).items);
  await expect.poll(told, { timeout: 60_000 }).toMatchObject([{ template: 'incident', state: 'dry_run' }]);
  const alerts = () => heard.filter(({ path, body }) => path === '/api/v2/alerts' && body.includes('price-missing'));
  await expect.poll(alerts, { timeout: 60_000 }).not.toEqual([]);
  await expect.poll(() => heard.map(({ path }) => path), { timeout: 60_000 }).toContain('/beat');

  await call(`/incidents/${id}/acknowledge`, { by: 'olga', note: 'calling the workshop' });
  expect(await incident()).toMatchObject({ state: 'acknowledged', acknowledgedBy: 'olga' });

  await say('PRICE_CALCULATED', 'mes', 0);
  // It ended in the transaction that answered.
  expect(await incident()).toMatchObject({ state: 'resolved', resolution: 'moved_on' });
  const { items } = (await call('/orders/ORD-1042/timeline')) as { items: { kind: string; title: string }[] };
  expect(items.filter(({ kind }) => kind === 'incident').length).toBeGreaterThan(2);
  up.child.kill('SIGTERM');
  expect(await up.ended).toBe(0);
}, 300_000);
