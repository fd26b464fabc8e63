import { readFileSync } from 'node:fs';
import type { Options } from 'amqplib';
import { Registry } from 'prom-client';
import { afterEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import { manualClock } from '../../platform/clock.ts';
import { createLog } from '../../platform/log.ts';
import { createBroker } from '../../platform/rabbitmq.ts';
import { testVhost } from '../../test/support/broker.ts';
import { testDatabase } from '../../test/support/database.ts';
import { referenceLifecycles as lifecycles } from '../../test/support/reference.ts';
import { findOrder } from '../../tracker/orders.ts';
import { plainVault } from '../../tracker/personal-data.ts';
import { createLedger } from '../../tracker/record.ts';
import { decoder } from '../envelope/decode.ts';
import { createIntake, defaultIntakeOptions } from '../intake.ts';
import { createIntakeMetrics } from '../intake-metrics.ts';
import { listQuarantine } from '../quarantine.ts';
import { rawPartitions } from '../raw-partitions.ts';
import { type Replayed, replay } from '../replay.ts';
import { defaultTopology } from '../topology.ts';
import { compileSources, foreignExchanges, sourcesSection } from './source-section.ts';

// Two systems as they are found in the field, described in docs/connecting.md, on a real broker into a real ledger.

const EXAMPLES = new URL('../../docs/examples/connecting/', import.meta.url);
const example = (name: string) => readFileSync(new URL(name, EXAMPLES), 'utf8');
const declared = sourcesSection.parse((parse(example('sources.yaml')) as { sources: object[] }).sources)!;
const SOON = { timeout: 60_000, interval: 25 };

const { pool } = await testDatabase();
const { amqpUrl, connection } = await testVhost();
const log = createLog('silent');
// Some days after what the samples tell of.
const clock = manualClock(Date.parse('2026-12-01T00:00:00Z'));
const publisher = await connection.createConfirmChannel();
await publisher.assertExchange('crm.events', 'topic');
await publisher.assertExchange('erp.orders', 'direct');

const running: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of running.splice(0).reverse()) await one.stop();
});

/** Orderwatch with these sources; `reload` gives it others while it runs. */
async function begin(first: typeof declared) {
  let sources = compileSources(first);
  const broker = createBroker({ url: amqpUrl, log, clock, name: 'test' });
  const ledger = createLedger({ pool, lifecycles: () => lifecycles, clock, vault: plainVault });
  const decode = decoder(
    () => lifecycles,
    () => sources,
  );
  const metrics = createIntakeMetrics(new Registry());
  const deps = {
    pool,
    ledger,
    decode,
    partitions: rawPartitions(pool),
    metrics,
    clock,
    broker,
    log,
    vault: plainVault,
  };
  const topology = { ...defaultTopology, foreign: () => foreignExchanges(sources) };
  const intake = createIntake(deps, { ...defaultIntakeOptions, topology });
  running.push(broker, intake);
  await broker.start();
  await intake.start();
  await intake.consuming;
  return {
    intake,
    deps,
    reload: async (next: typeof declared) => {
      sources = compileSources(next);
      await intake.rebind();
    },
  };
}

async function publish(exchange: string, routingKey: string, body: string, options: Options.Publish = {}) {
  publisher.publish(exchange, routingKey, Buffer.from(body), options);
  await publisher.waitForConfirms();
}

/** What the CRM publishes, of order `number`. */
function crm(number: string, code: string, at: string): string {
  return example('crm-order-changed.xml')
    .replaceAll('ORD-1042', number)
    .replace('code="20"', `code="${code}"`)
    .replace('2026-11-20T14:05:00+03:00', at)
    .replace('58211', `${number}-${code}`)
    .replace('M-77', `M-${number}`);
}

/** What the ERP publishes; it knows the order by the number of the site, and by its own. */
function erp(number: string, status: string, at: string): string {
  return example('erp-order-status.json')
    .replaceAll('ORD-1042', number)
    .replace('Запущен в производство', status)
    .replace('20.11.2026 14:30:00', at)
    .replace('M-77', `M-${number}`);
}

async function order(number: string) {
  const found = await findOrder(pool, lifecycles, number, clock.now(), plainVault);
  return found.kind === 'found' ? found.order : null;
}

async function eventCount(number: string): Promise<number> {
  return (await order(number))?.eventCount ?? 0;
}

async function openReasons(): Promise<string[]> {
  const { messages } = await listQuarantine(pool, { state: 'open' }, { after: null, limit: 100 }, plainVault);
  return messages.map(({ reasonKind, reason }) => `${reasonKind}: ${reason}`).reverse();
}

test('a CRM over XML and an ERP in Russian and local time speak of one order, and neither was changed', async () => {
  await begin(declared);
  await publish('erp.orders', 'order-status', erp('A-1', ' Запущен в производство', '20.11.2026 14:30:00'));
  await publish('crm.events', 'order.1.changed', crm('A-1', '10', '2026-11-20T12:00:00+03:00'));
  await publish('crm.events', 'order.1.changed', crm('A-1', '20', '2026-11-20T14:05:00+03:00'));
  await publish('crm.events', 'order.1.changed', crm('A-1', '20', '2026-11-20T14:05:00+03:00'));
  await publish('crm.events', 'invoice.1.sent', '<not-for-us/>');

  await expect.poll(() => eventCount('A-1'), SOON).toBe(3);
  expect(await order('M-A-1')).toMatchObject({
    orderId: 'A-1',
    status: 'MANUFACTURING_STARTED',
    statusSince: Date.parse('2026-11-20T11:30:00Z'),
    promisedAt: Date.parse('2026-12-10T15:00:00Z'),
    ids: { mes: 'M-A-1' },
    customer: { id: 'C-7', name: 'Анна Иванова', email: 'a.ivanova@example.com' },
    sources: {
      crm: { status: 'MANUFACTURING_APPROVED', at: Date.parse('2026-11-20T11:05:00Z') },
      mes: { status: 'MANUFACTURING_STARTED', at: Date.parse('2026-11-20T11:30:00Z') },
    },
  });
  await expect.poll(async () => (await order('A-1'))?.duplicateCount, SOON).toBe(1);
  expect(await openReasons()).toEqual([]);
});

test('a status that a deploy renames waits in quarantine until the mapping is mended, and nothing is lost', async () => {
  const { deps, reload } = await begin(declared);
  const numbers = Array.from({ length: 20 }, (_, index) => `B-${index}`);
  for (const number of numbers) {
    await publish('crm.events', 'order.1.changed', crm(number, '20', '2026-11-20T14:05:00+03:00'));
    await publish('erp.orders', 'order-status', erp(number, 'В производстве', '20.11.2026 14:30:00'));
    await publish('erp.orders', 'order-status', erp(number, 'Изготовлен', '25.11.2026 10:00:00'));
  }
  await publish('erp.orders', 'order-status', '{"Дата":');
  await expect.poll(openReasons, SOON).toHaveLength(21);
  await expect.poll(() => eventCount('B-19'), SOON).toBe(2);
  expect((await openReasons())[0]).toMatch(
    /^unknown_status: Source workshop-erp: `status` \(\$\.Статус\) is "В производстве", which is neither mapped/,
  );
  // The order is where the others say; that a step was left out is flagged on it.
  const gaps = async (number: string) => (await order(number))?.anomalies.map(({ detail }) => detail);
  const early = 'crm says MANUFACTURING_APPROVED; SUBMITTED, PRICE_CALCULATED never came';
  const left = 'mes says MANUFACTURING_COMPLETED; MANUFACTURING_STARTED never came';
  expect(await gaps('B-7')).toEqual([early, left]);

  const [first, second] = declared;
  const statuses = { ...second!.statuses, 'В производстве': 'MANUFACTURING_STARTED' };
  await reload([first!, { ...second!, statuses }]);
  // One of them is published again meanwhile, in the same words.
  await publish('erp.orders', 'order-status', erp('B-3', 'В производстве', '20.11.2026 14:30:00'));
  await expect.poll(() => eventCount('B-3'), SOON).toBe(3);

  const results: Replayed[] = [];
  const filter = { reasonKind: 'unknown_status', exchange: 'erp.orders' };
  for await (const chunk of replay(
    { ...deps, ledgerOn: () => deps.ledger },
    { filter },
    { historic: false, dryRun: false },
  ))
    results.push(...chunk);
  expect(results.map(({ outcome }) => outcome)).toEqual(
    numbers.map(number => (number === 'B-3' ? 'duplicate' : 'recorded')),
  );
  for (const number of numbers) {
    expect(await order(number)).toMatchObject({
      eventCount: 3,
      status: 'MANUFACTURING_COMPLETED',
      statusSince: Date.parse('2026-11-25T07:00:00Z'),
    });
    expect(await gaps(number)).toEqual([early]);
  }
  expect(await openReasons()).toEqual([expect.stringMatching(/^not_json: Source workshop-erp: The body is not JSON/)]);
});

test('an exchange that is declared while it runs is read from then on, and one that no longer is, is not', async () => {
  const [first, second] = declared;
  const { intake, reload } = await begin([first!]);
  await reload([second!, { ...first!, name: 'later', exchange: 'later.events' }]);
  expect(intake.status().missingExchanges).toEqual(['later.events']);
  await publish('crm.events', 'order.1.changed', crm('C-1', '10', '2026-11-20T12:00:00+03:00'));
  await publish('erp.orders', 'order-status', erp('C-1', 'Упакован', '20.11.2026 14:30:00'));
  await expect.poll(() => eventCount('C-1'), SOON).toBe(1);
  expect(await order('C-1')).toMatchObject({ status: 'PACKAGING' });
});
