import { beforeEach, expect, test } from 'vitest';
import { OUTBOX_TABLES, readMessages, settingsUnderTest } from '../notifier/outbox-under-test.ts';
import { bundled } from '../notifier/templates-under-test.ts';
import { manualClock } from '../platform/clock.ts';
import { testDatabase } from '../test/support/database.ts';
import { anEvent, arrivals, DAY, HOUR, MINUTE, T0 } from '../test/support/factory.ts';
import { referenceLifecycles as lifecycles } from '../test/support/reference.ts';
import { plainVault as vault } from '../tracker/personal-data.ts';
import { createLedger } from '../tracker/record.ts';
import { digestJobs } from './digest-job.ts';
import type { Suggest } from './digest-precision.ts';
import type { IncidentVerdict } from './incident.ts';
import { acknowledge, resolve } from './incident-commands.ts';
import { putIncident } from './incident-rows-under-test.ts';
import type { Digest } from './settings.ts';
import { alertSettings, PEOPLE, ruleThatSees } from './settings-under-test.ts';

const { pool } = await testDatabase();
const clock = manualClock(T0);
const ledger = createLedger({ pool, lifecycles: () => lifecycles, clock, vault });
const schedule = { cron: '0 9 * * *', zone: 'Europe/Moscow' };
const daily: Digest = { name: 'daily', kind: 'daily', schedule, people: ['olga', 'boris', 'nobody'] };
const RULES = [ruleThatSees({ now: [] }), ruleThatSees({ now: [] }, { name: 'queue-full' })];
const weekly: Digest = { name: 'weekly', kind: 'weekly', schedule, people: ['olga'] };

beforeEach(async () => {
  await pool.query(
    `truncate ${OUTBOX_TABLES}, alerts.incident, alerts.finding, alerts.incident_event, alerts.silence, alerts.run cascade`,
  );
});

type Said = Parameters<typeof anEvent>[0];

/** Recorded when it happened. */
async function happened(at: number, named: Said) {
  clock.set(at);
  await ledger.record(arrivals([anEvent({ occurredAt: at, ...named })]));
}

/** `before`: when the one before was due. */
async function run(digest: Digest, tick: { before?: number; dueAt?: number; suggest?: Suggest } = {}) {
  const { before, dueAt = T0, suggest = async () => null } = tick;
  if (before !== undefined) await ran(digest, before);
  const [job] = digestJobs(() => alertSettings({ digests: [digest], people: PEOPLE, rules: RULES }), {
    pool,
    lifecycles: () => lifecycles,
    vault,
    suggest,
  });
  return job!.work({ dueAt, now: dueAt + MINUTE, since: null, missed: 0 });
}

async function ran({ name }: Digest, dueAt: number, error: string | null = null) {
  await pool.query(
    `insert into alerts.run (job, due_at, runner, started_at, ended_at, error) values ($1, $2, 'test', $3, $3, $4)`,
    [`digest:${name}`, new Date(dueAt), new Date(dueAt + 2 * HOUR), error],
  );
}

/** What somebody reads in the mail. */
async function textFor(recipient: string, about?: string): Promise<string> {
  const messages = await readMessages(pool);
  const { template, variables, locale, zone } = messages.find(
    one => one.recipient === recipient && (about === undefined || one.about === about),
  )!;
  const frame = { brand: settingsUnderTest.brand, locale, zone, unsubscribeUrl: null };
  const content = bundled.templates.render(template, 'email', variables, frame);
  return content.channel === 'email' ? content.text.replace(/[\u00a0\u202f]/g, ' ') : '';
}

test('everybody reads it once for each time that it is due, in their language', async () => {
  expect(await run(daily)).toMatchObject({ found: 2, blind: null });
  expect(await run(daily)).toMatchObject({ found: 0 });
  expect(await run(daily, { dueAt: T0 + DAY, before: T0 })).toMatchObject({ found: 2 });
  const messages = await readMessages(pool);
  expect(
    messages
      .map(({ about, kind, channel, recipient, occasion }) => [occasion, recipient, about, kind, channel])
      .toSorted((one, other) => one.join().localeCompare(other.join())),
  ).toEqual(
    [T0, T0 + DAY].flatMap(at =>
      ['staff:boris', 'staff:olga'].map(who => [new Date(at).toISOString(), who, 'digest:daily', 'staff', 'email']),
    ),
  );
  expect(await textFor('staff:olga')).toMatch(/^No order is stuck, 0 at risk, 0 past the promised date\n=/);
  expect(await textFor('staff:boris')).toMatch(/^Зависших заказов нет, под угрозой 0/);
});

test('says what is stuck and at risk, whose move is missing, and what was promised', async () => {
  await happened(T0 - 2 * DAY, { orderId: 'ORD-1', status: 'SUBMITTED', partner: 'acme' });
  await happened(T0 - 26 * HOUR, { orderId: 'ORD-2', status: 'SUBMITTED', promisedAt: T0 - 3 * HOUR });
  await happened(T0 - 2 * HOUR, { orderId: 'ORD-3', status: 'SUBMITTED' });
  await happened(T0 - 2 * MINUTE, { orderId: 'ORD-4', status: 'SUBMITTED' });
  expect(await run(daily)).toMatchObject({ lookedAt: 4 });
  const text = await textFor('staff:olga');
  expect(text).toMatch(/^2 orders are stuck, 1 at risk, 1 past the promised date\n/);
  expect(text).toMatch(/System {2}Stuck {2}At risk\nmes +2 +1\n/);
  expect(text).toMatch(/ORD-1 {2}SUBMITTED +mes +2d +1d\nORD-2 {2}SUBMITTED +mes +1d 2h +2h 1m\n/);
  expect(text).toMatch(/Time left\nORD-3 {2}SUBMITTED +mes +2h 1m +21h 59m\n/);
  expect(text).toMatch(/Promised for {2}Late by\nORD-2 {2}SUBMITTED +November 20 +3h 1m\n/);
  expect(text).toMatch(/The latest by\nacme +1 +1d\n/);
  expect(text).not.toContain('ORD-4');
});

test('says which incidents nobody has taken on, who has which the longest, and how many came and went', async () => {
  const at = (now: number) => ({ now, settings: alertSettings() });
  const free = await putIncident(pool, { openedAt: T0 - 3 * HOUR, severity: 'critical' });
  const taken = await putIncident(pool, { openedAt: T0 - 30 * HOUR });
  await acknowledge(pool, taken, { by: 'boris', until: null, note: null }, at(T0 - 29 * HOUR));
  const over = await putIncident(pool, { openedAt: T0 - 2 * HOUR });
  await resolve(pool, over, { by: 'olga', reason: 'done' }, at(T0 - HOUR));
  await putIncident(pool, { title: { en: 'On trial', ru: 'На пробу' }, shadow: true });
  await run(daily, { before: T0 - DAY });
  const text = await textFor('staff:olga');
  expect(text.replace(/\s+/g, ' ')).toContain(
    '2 incidents were opened and 1 closed. Now 1 is open, and 1 is taken on.',
  );
  expect(text).toMatch(new RegExp(`\n${free} \\(critical\\) +Orders wait for their price +3h 1m +nobody\n`));
  expect(text).toMatch(new RegExp(`\n${taken} +Orders wait for their price +1d 6h +Борис, 1d 5h\n`));
  expect(text).not.toContain('On trial');
});

test('says which silences end within a day, and which messages did not arrive', async () => {
  const silence = (until: number, reason: string) =>
    pool.query(
      `insert into alerts.silence (kind, match, from_at, until_at, author, reason, created_at)
       values ('silence', '{}', $1, $2, 'boris', $3, $1)`,
      [new Date(T0 - DAY), new Date(until), reason],
    );
  await silence(T0 + 3 * HOUR, 'The MES is updated');
  await silence(T0 + 30 * HOUR, 'Later');
  await run(daily, { dueAt: T0 - DAY });
  await pool.query(`update notifier.message set state = 'dead', queued_at = $1`, [new Date(T0 - HOUR)]);
  await run(daily);
  const { variables } = (await readMessages(pool)).find(one => one.occasion === new Date(T0).toISOString())!;
  expect(variables).toMatchObject({
    silences: [{ reason: 'The MES is updated', author: 'Борис', until: new Date(T0 + 3 * HOUR).toISOString() }],
    failed: { count: 2, channels: [{ channel: 'email', count: 2 }] },
  });
});

test('the weekly one compares how long orders were in each status with the week before', async () => {
  const walk = async (orderId: string, submitted: number, hours: number) => {
    await happened(submitted, { orderId, status: 'SUBMITTED' });
    // Said again by another system, and late: neither ends the stay.
    await happened(submitted + MINUTE, { orderId, status: 'SUBMITTED', source: 'crm' });
    await happened(submitted + hours * HOUR, { orderId, status: 'PRICE_CALCULATED', source: 'mes' });
  };
  await walk('ORD-1', T0 - 10 * DAY, 2);
  await walk('ORD-2', T0 - 3 * DAY, 1);
  await walk('ORD-3', T0 - 2 * DAY, 3);
  await walk('ORD-4', T0 - 7 * DAY - HOUR, 5);
  await run(weekly);
  const { variables } = (await readMessages(pool))[0]!;
  expect(variables.dwell).toMatchObject([
    { status: 'SUBMITTED', stays: 3, medianMs: 3 * HOUR, p90Ms: 276 * MINUTE, target: 'PT1H', beforeMs: 2 * HOUR },
  ]);
  expect(variables.incidents).toMatchObject({ before: { opened: 0, closed: 0 } });
});

test('after a weekend the daily one tells of all of it', async () => {
  await ran(daily, T0 - DAY, 'the database was gone');
  // It was run late, which changes nothing about what it told of.
  await run(daily, { before: T0 - 3 * DAY });
  expect((await readMessages(pool))[0]!.variables).toMatchObject({ from: new Date(T0 - 3 * DAY).toISOString() });
});

test('the weekly one says how often rules were right, and what would help those that seldom are', async () => {
  const said = async (rule: string, verdicts: readonly IncidentVerdict[]) => {
    for (const verdict of verdicts) {
      await putIncident(pool, { rule, verdict, state: 'resolved', openedAt: T0 - 20 * DAY });
    }
  };
  await said('price-missing', ['real', 'real', 'not_real', 'not_real', 'our_data']);
  await said('queue-full', ['real', 'real', 'real', 'real', 'not_real']);
  // What is declared no longer can't be changed.
  await said('promise', ['not_real', 'not_real', 'not_real', 'not_real', 'not_real']);
  const asked: string[] = [];
  const suggest: Suggest = async rule => {
    asked.push(rule);
    return { en: 'A limit of 3 h would help.', ru: 'Поможет предел 3 ч.' };
  };
  await run(daily, { suggest });
  await run(weekly, { suggest });
  expect(asked).toEqual(['price-missing']);
  const text = await textFor('staff:olga', 'digest:weekly');
  const table = text.slice(text.indexOf('Were they real?')).replace(/\s+/g, ' ');
  expect(table).toMatch(/promise \(promise\) .* 0 % .*Orders wait for their price \(price-missing\) .*40 %/);
  expect(table).toContain('A limit of 3 h would help.');
  expect(table).toMatch(/\(queue-full\) .*80 %/);
  expect(await textFor('staff:olga', 'digest:daily')).not.toContain('Were they real?');
});
