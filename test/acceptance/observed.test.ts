import { readFileSync } from 'node:fs';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { parse } from 'yaml';
import { contract } from '../../api/contract.ts';
import { boardQueries, fillIn, type Query, ruleQueries } from '../../dashboards/queries.ts';
import { systemClock, toIso } from '../../platform/clock.ts';
import { until } from '../../platform/embedded/process.ts';
import { transaction } from '../../platform/postgres.ts';
import { testVhost } from '../support/broker.ts';
import { testDatabase } from '../support/database.ts';
import { prepareStack } from '../support/observed-stack.ts';
import { orderwatchOn } from '../support/orderwatch-process.ts';
import type { RealPrometheus } from '../support/prometheus.ts';
import { EMPTY_HERE } from './observed-not-here.ts';

const MINUTE = 60_000;
/** It takes seconds; on a machine that does much else at the same time, as long as it takes. */
const PATIENCE = { timeout: 3 * MINUTE, interval: 250 };
const { pool, databaseUrl } = await testDatabase();
const { amqpUrl, vhost, connection } = await testVhost();
const managementUrl = inject('managementUrl');
const { orderwatch, newHome } = orderwatchOn({ DATABASE_URL: databaseUrl, AMQP_URL: amqpUrl });
const file = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');

let stack: Awaited<ReturnType<typeof prepareStack>>;
let prometheus: RealPrometheus;

beforeAll(async () => {
  await pool.query('create extension pg_stat_statements'); // as roles.sql does
  await pool.query(file('dashboards/postgres/reader.sql'));
  await ranAMomentAgo();
  stack = await prepareStack({ databaseUrl, managementUrl, amqpUrl, vhost });
  const noMailbox = { code: 550, words: '5.1.1 no such mailbox' };
  stack.sink.hinder((_, { recipient }) => (recipient === 'gone@example.org' ? noMailbox : null));
  await orderwatch(['up'], stack.orderwatch(newHome())).says('Ctrl-C stops it');
  const { words, settings } = stack.simulator(newHome());
  await orderwatch(words, settings).says('the last 45 days');
  prometheus = await stack.watch();
  // Programs of Debian's may have to be fetched first.
}, 5 * MINUTE);
afterAll(() => stack?.stop());

/** As after a restart: rules are due at once, and not at the next full minute. */
async function ranAMomentAgo(): Promise<void> {
  const { rules } = parse(file('app/configuration/reference.yaml')) as { rules: object };
  const at = toIso(systemClock.now() - 2 * MINUTE);
  await pool.query(
    `insert into alerts.run (job, due_at, runner, started_at, ended_at, looked_at, found, opened, resolved)
     select 'rule:' || name, $2, 'before', $2, $2, 0, 0, 0, 0 from unnest($1::text[]) name`,
    [Object.keys(rules), at],
  );
}

async function call(path: string, body?: object): Promise<unknown> {
  // With everything at once on two processors the database may be busy for a moment: then it is asked again.
  const response = await until(MINUTE, async () => {
    const answer = await fetch(`${stack.httpUrl}/api/v1${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${stack.key}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    return answer.status === 503 ? null : answer;
  });
  expect(response?.status, path).toBeLessThan(300);
  return response?.json();
}

const FULL = 'engraver.inbox';
const ofTheQueue = async () => {
  const { rows } = await pool.query(
    'select rule, origin, incident_id, resolution from alerts.finding where subject = $1',
    [`queue:${FULL}`],
  );
  return rows.filter(({ origin }) => origin === 'alertmanager');
};

test(
  '1,001 messages in a queue are an alert, and the alert is an incident',
  async () => {
    const channel = await connection.createConfirmChannel();
    await channel.assertQueue(FULL);
    for (let i = 0; i < 1_000; i++) channel.sendToQueue(FULL, Buffer.from('{}'));
    await channel.waitForConfirms();
    const depth = `rabbitmq_detailed_queue_messages{queue="${FULL}"}`;
    await expect.poll(async () => (await prometheus.ask(depth))[0]?.value?.[1], PATIENCE).toBe('1000');
    expect(await prometheus.ask(`ALERTS{alertname="QueueTooLong", queue="${FULL}"}`)).toEqual([]);

    channel.sendToQueue(FULL, Buffer.from('{}'));
    await expect.poll(ofTheQueue, PATIENCE).toMatchObject([{ rule: 'queue-full', resolution: null }]);
    const [{ incident_id: id }] = (await ofTheQueue()) as [{ incident_id: number }];
    const incident = contract.IncidentInFull.parse(await call(`/incidents/${id}`));
    expect(incident).toMatchObject({ rule: 'queue-full', about: `queue:${FULL}`, state: 'open' });
    const found = incident.findings.map(({ detail }) => detail?.en);
    expect(found).toContainEqual(expect.stringContaining('faster than they are read'));
    expect(found).toContainEqual(expect.stringContaining(`${stack.httpUrl}/runbooks/queue-too-long`));
  },
  5 * MINUTE,
);

test(
  'Prometheus reaches everything, and understands every rule',
  async () => {
    type Found = { activeTargets: { scrapePool: string; health: string; lastError: string }[] };
    const unwell = async () =>
      (await prometheus.get<Found>('targets')).activeTargets.filter(({ health }) => health !== 'up');
    await expect.poll(unwell, PATIENCE).toEqual([]);
    type Group = { rules: { name: string; health: string; lastError?: string }[] };
    const { groups } = await prometheus.get<{ groups: Group[] }>('rules');
    const rules = groups.flatMap(group => group.rules);
    expect(rules).toHaveLength(ruleQueries().length);
    expect(rules.filter(({ health }) => health !== 'ok')).toEqual([]);
    const { alerts } = await prometheus.get<{ alerts: { annotations: Record<string, string> }[] }>('alerts');
    expect(alerts.map(({ annotations }) => Object.values(annotations).join(' '))).not.toContainEqual(
      expect.stringMatching(/<error|<no value>/),
    );
  },
  3 * MINUTE,
);

/** What is compared, since the comparison itself may hold only when something is wrong. */
function selectorsOf({ where, text }: Query): Query[] {
  const selectors = text.match(/\b(?:orderwatch|rabbitmq|pg|node|probe|up)(?:_\w+)?\b(?:\{[^{}]*\})?/g) ?? [];
  return [...new Set(selectors)].map(selector => ({
    where: `${where} › ${selector}`,
    source: 'prometheus',
    text: selector,
    kind: 'instant',
  }));
}

/** What nobody of the demo does: mails that don't arrive, requests that fail, somebody who judges an incident. */
async function makeTrouble(): Promise<void> {
  for (const [orderId, email] of Object.entries({ 'ORD-8': 'gone@example.org', 'ORD-9': 'anna@example.org' })) {
    const occurredAt = toIso(systemClock.now());
    await call('/events', { orderId, source: 'shop', status: 'SUBMITTED', occurredAt, customer: { email } });
  }
  await fetch(`${stack.httpUrl}/api/v1/orders/ORD-0`, { headers: { authorization: `Bearer ${stack.key}` } });
  await failOnce();
  const [{ incident_id: id }] = (await ofTheQueue()) as [{ incident_id: number }];
  await call(`/incidents/${id}/verdict`, { verdict: 'real', by: 'olga' });
}

/** A request whose connection to the database ends while it waits there. */
async function failOnce(): Promise<void> {
  await transaction(pool, async db => {
    await db.query('lock table collector.deploy in access exclusive mode');
    const answer = fetch(`${stack.httpUrl}/api/v1/deploys`, { headers: { authorization: `Bearer ${stack.key}` } });
    const ended = () =>
      pool.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock' and query like '%collector.deploy%'`,
      );
    await until(MINUTE, async () => (await ended()).rows.length > 0);
    expect((await answer).status).toBe(503);
  });
}

/** A query that takes its time, until what is returned is called. It is not one of Orderwatch's own. */
async function runSlowly(): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query('select pg_backend_pid() as pid');
  const slow = client.query('select pg_sleep(300)').catch(() => {});
  return async () => {
    await pool.query('select pg_cancel_backend($1)', [rows[0].pid]);
    await slow;
    await client.end();
  };
}

test(
  'every query of every panel and rule has an answer',
  async () => {
    await makeTrouble();
    const rules = ruleQueries();
    const boards = boardQueries();
    // With a default there is an answer even of what does not exist.
    const withDefault = boards.filter(({ source, text }) => source === 'prometheus' && /\bor vector\(/.test(text));
    const all = [...boards, ...[...rules, ...withDefault].flatMap(selectorsOf)];
    expect([...EMPTY_HERE.keys()].filter(where => !all.some(query => query.where === where))).toEqual([]);

    let silent = all.filter(({ where }) => !EMPTY_HERE.has(where));
    const ask = async (): Promise<string[]> => {
      for (const path of ['/orders?limit=1', '/incidents', '/rules']) await call(path);
      const chosen = { lifecycle: await valuesOf('lifecycle'), status: await valuesOf('status') };
      const still: Query[] = [];
      for (const query of silent) if (!(await hasAnswer(query, chosen))) still.push(query);
      silent = still;
      return silent.map(({ where }) => where);
    };
    const stopSlowly = await runSlowly();
    await expect
      .poll(ask, { ...PATIENCE, interval: 1_000 })
      .toEqual([])
      .finally(stopSlowly);
    // What has no figure here is no mistake either.
    for (const query of [...all.filter(({ where }) => EMPTY_HERE.has(where)), ...rules]) await hasAnswer(query, {});
  },
  5 * MINUTE,
);

async function valuesOf(label: string): Promise<string[]> {
  return (await prometheus.ask(`count by (${label}) (orderwatch_orders)`)).map(({ metric }) => metric[label]!);
}

/** Throws where it is not understood. Nothing here speaks the language of Loki. */
async function hasAnswer(query: Query, chosen: Record<string, string[]>): Promise<boolean> {
  const text = fillIn(query, { now: systemClock.now(), chosen: query.source === 'postgres' ? chosen : {} });
  if (query.source === 'loki') return false;
  if (query.source === 'postgres') return (await askAsGrafana(text)).length > 0;
  const series = await prometheus.ask(text, query.kind);
  const figures = series.flatMap(({ value, values = value ? [value] : [] }) => values.map(([, figure]) => figure));
  return figures.some(figure => figure !== 'NaN');
}

function askAsGrafana(text: string): Promise<unknown[]> {
  return transaction(pool, async db => {
    await db.query('set local role orderwatch_reader');
    return (await db.query(text)).rows;
  });
}

test(
  'when the queue is empty again it is over',
  async () => {
    const channel = await connection.createChannel();
    await channel.purgeQueue(FULL);
    await expect.poll(ofTheQueue, PATIENCE).toMatchObject([{ resolution: 'no_longer' }]);
  },
  3 * MINUTE,
);
