import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { putEvent, putFinding, putIncident } from '../alerts/incident-rows-under-test.ts';
import { contract } from '../api/contract.ts';
import { aMessage, putMessages } from '../notifier/message-rows-under-test.ts';
import { telegramUnderTest } from '../notifier/telegram/bot-api-under-test.ts';
import { systemClock, toIso } from '../platform/clock.ts';
import { testDatabase } from '../test/support/database.ts';
import { anEvent, arrivals, HOUR, MINUTE, T0 } from '../test/support/factory.ts';
import { referenceLifecycles as lifecycles } from '../test/support/reference.ts';
import { plainVault } from '../tracker/personal-data.ts';
import { createLedger } from '../tracker/record.ts';
import { REFERENCE_FILE } from './configuration/read-file.ts';
import { runProgram } from './program.ts';

const { pool, databaseUrl } = await testDatabase();
const nowhere = join(tmpdir(), 'no-orderwatch-lives-here');

const folder = mkdtempSync(join(tmpdir(), 'orderwatch-incidents-'));
afterAll(() => rmSync(folder, { recursive: true }));
const configuration = join(folder, 'orderwatch.yaml');
const { teams: _teams, digests: _digests, ...reference } = parse(readFileSync(REFERENCE_FILE, 'utf8'));
const declared = {
  ...reference,
  rules: {
    'price-missing': {
      title: { en: 'Orders wait for their price' },
      condition: { kind: 'missing', status: 'SUBMITTED', successor: 'PRICE_CALCULATED', over: 'PT24H' },
      severity: 'critical',
      route: 'workshop',
    },
    'queue-full': {
      title: { en: 'A queue is full' },
      condition: { kind: 'queueDepth', queue: '*', over: 1_000 },
      severity: 'critical',
      mode: 'shadow',
    },
  },
  people: { olga: { name: 'Olga', email: 'olga@shop.example' }, ivan: { name: 'Ivan', email: 'ivan@shop.example' } },
  onCall: { mes: { people: ['olga', 'ivan'], from: '2026-11-20T12:00', shift: 'P1D', zone: 'Europe/Moscow' } },
  chains: { everybody: { steps: [{ tell: { people: ['olga', 'ivan'] } }] } },
  routes: { workshop: { critical: 'everybody', warning: 'everybody', info: 'none' } },
};
writeFileSync(configuration, JSON.stringify(declared));

beforeEach(async () => {
  await pool.query('truncate alerts.incident, alerts.silence, alerts.on_call_override, alerts.run cascade');
});

/** Runs the command as a person would, in this process. */
async function orderwatch(line: string, ...more: string[]) {
  return runWith({}, line, ...more);
}

async function runWith(env: Record<string, string>, line: string, ...more: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const terminal = {
    env: { ORDERWATCH_HOME: nowhere, DATABASE_URL: databaseUrl, ORDERWATCH_CONFIG: configuration, ...env },
    out: (text: string) => void out.push(text),
    err: (text: string) => void err.push(text),
    interactive: false,
  };
  const code = await runProgram([...line.split(' '), ...more], terminal);
  return { code, out: out.join('\n'), err: err.join('\n') };
}

describe('incidents', () => {
  test('ls: how things stand; a filter that makes no sense: 2', async () => {
    const id = await putIncident(pool, { severity: 'critical' });
    await putFinding(pool, id, { orderId: 'ORD-1' });
    await putFinding(pool, id, { orderId: 'ORD-2', resolvedAt: T0, resolution: 'moved_on' });
    const { code, out } = await orderwatch('incidents ls');
    expect(code).toBe(0);
    expect(out).toMatch(/^ID +SEVERITY +STATE +FOR +WHAT +CAUSE +ABOUT +ORDERS +REAL +TAKEN ON BY\n/);
    expect(out).toMatch(new RegExp(`${id} +critical +open .* Orders wait for their price +mes +1 of 2 still$`));
    const json = await orderwatch('incidents ls --state open --json');
    expect(contract.IncidentPage.parse(JSON.parse(json.out)).items).toHaveLength(1);
    expect((await orderwatch('incidents ls --rule other')).out).toBe('No incident passes these filters.');
    expect(await orderwatch('incidents ls --state gone')).toMatchObject({
      code: 2,
      err: 'state: must be one of open, acknowledged, snoozed, resolved, unresolved.',
    });
  });

  test('why it is so, how sure that is, and what people say of it', async () => {
    const cause = { en: 'Nobody takes from mes.inbox.', ru: 'Никто не читает mes.inbox.' };
    const id = await putIncident(pool, {
      ...{ cause, causeKey: 'consumers:mes.inbox', suspect: true, storm: true, customers: 'held' },
    });
    const usual = { p50Ms: 35 * MINUTE, p90Ms: 3 * HOUR, p95Ms: 5 * HOUR, samples: 212, basis: 'lifecycle' } as const;
    await putFinding(pool, id, { orderId: 'ORD-1', suspect: { en: 'The MES is silent.', ru: 'MES молчит.' }, usual });
    expect((await orderwatch('incidents ls')).out).toMatch(
      /open, unsure, storm, customers not told .* price +consumers:mes\.inbox +mes +1$/,
    );
    const { out } = await orderwatch(`incidents show ${id}`);
    expect(out).toMatch(
      /cause +Nobody takes from mes\.inbox\.\n +unsure +The MES is silent\.\n +storm +so much at once/,
    );
    expect(out).toMatch(
      new RegExp(`customers +told of delays only when you say so: orderwatch incidents customers ${id} tell`),
    );
    expect(out).toMatch(/ORD-1 .* usually 35 min \(p90 3 h\), this one \d+ d/);
    expect((await orderwatch(`incidents customers ${id} tell --by olga`)).out).toBe(
      'Olga said that customers are to be told of delays.',
    );
    expect((await orderwatch(`incidents customers ${id} perhaps`)).code).toBe(2);
    expect((await orderwatch(`incidents verdict ${id} our_data --by olga --note`, 'the MES was late')).out).toBe(
      'Olga said: our data was wrong: the MES was late',
    );
    expect((await orderwatch(`incidents verdict ${id} maybe`)).code).toBe(2);
    await orderwatch(`incidents resolve ${id} --by ivan --verdict not_real`);
    const over = (await orderwatch(`incidents show ${id}`)).out;
    expect(over).toMatch(/customers +told of delays, as olga said\n(.*\n)* +was it real +no, as ivan says\n/);
    expect((await orderwatch('incidents ls')).out).toMatch(/ no$/);
  });

  test('show: what it is about and what became of it, none of it obeyed; of nobody: 3', async () => {
    const id = await putIncident(pool, { rule: 'queue-full', about: 'queue:a\x1b[2J' });
    await putFinding(pool, id, { detail: { en: '1,204 messages', ru: '1204' } });
    await putFinding(pool, id, { orderId: 'ORD-1' });
    await putEvent(pool, id, { kind: 'opened' });
    await putMessages(pool, [aMessage({ about: `incident:${id}`, kind: 'staff', recipient: 'staff:olga' })]);
    const { out } = await orderwatch(`incidents show ${id}`);
    expect(out).toMatch(new RegExp(`^Incident ${id}: Orders wait for their price\n`));
    expect(out).toContain('queue:a\uFFFD[2J');
    expect(out).toMatch(/next +No route leads from its rule to anybody: nobody is told\./);
    expect(out).toMatch(/longest first\n {2}ORD-1 +SUBMITTED +\d+ d.*\n\nWhat it is about\n/);
    expect(out).toMatch(/What it is about\n {2}queue:mes\.calc +warning +1,204 messages\n/);
    expect(out).toMatch(/What happened \(UTC\)\n {2}2026-11-20 09:00:00 {2}It opened\.$/);
    const hint = /messages +1; see (.*)\n/.exec(out)![1]!;
    expect((await orderwatch(hint)).out).toContain('staff:olga');
    expect(await orderwatch('incidents show 999999')).toEqual({
      code: 3,
      out: '',
      err: 'There is no incident 999999.',
    });
  });

  test('taken on, noted, given back, put off, resolved; what is over: 1', async () => {
    const id = await putIncident(pool);
    const done = async (line: string, ...more: string[]) => (await orderwatch(`incidents ${line}`, ...more)).out;
    expect(await orderwatch(`incidents acknowledge ${id} --by olgA`)).toMatchObject({
      code: 2,
      err: '--by: there is nobody called "olgA" in the configuration. Did you mean olga?',
    });
    expect(await done(`acknowledge ${id} --by olga --for PT4H --note`, 'I call them')).toMatch(
      /^Olga has taken it on until .* UTC: I call them$/,
    );
    expect(await done(`note ${id} --by ivan --text`, 'They call back')).toBe('Ivan noted: They call back');
    expect(await done(`unacknowledge ${id} --by olga`)).toBe('Olga gave it back.');
    const until = toIso(systemClock.now() + HOUR);
    expect(await done(`snooze ${id} --until ${until}`)).toMatch(/, at a terminal put it off until .* UTC\.$/);
    expect(await done(`resolve ${id} --reason`, 'it was a test')).toMatch(
      /, at a terminal resolved it: it was a test$/,
    );
    expect(await orderwatch(`incidents acknowledge ${id}`)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^It was resolved by /),
    });
  });

  test('options that make no sense: 2', async () => {
    const id = await putIncident(pool);
    expect(await orderwatch(`incidents snooze ${id}`)).toMatchObject({
      code: 2,
      err: 'Must hold either `until` or `for`.',
    });
    expect(await orderwatch(`incidents acknowledge ${id} --until 2020-01-01`)).toMatchObject({
      code: 2,
      err: '--until: must lie ahead.',
    });
    expect((await orderwatch(`incidents note ${id}`)).code).toBe(2);
  });
});

test('rules: what each looks for, when it runs next and how it fared', async () => {
  expect((await orderwatch('rules ls')).out).toMatch(
    /^RULE .*\nprice-missing +critical +workshop +.+ +never +.* Europe\/Moscow.*\nqueue-full +critical +on trial/,
  );
  await pool.query(
    `insert into alerts.run (job, due_at, runner, started_at, ended_at, looked_at, found, opened, resolved, error)
     values ('rule:price-missing', $1, 'x', $1, $2, 500, 3, 2, 1, 'canceling statement')`,
    [toIso(T0), toIso(T0 + 40)],
  );
  expect((await orderwatch('rules ls')).out).toMatch(
    /, failed .*These could not look\n {2}price-missing\n {4}canceling/s,
  );
  const runs = await orderwatch('rules runs price-missing');
  expect(runs.out).toMatch(/\n2026-11-20 09:00:00 +40 ms +failed +500 +3 +2 +1 +canceling statement$/);
  expect((await orderwatch('rules runs queue-full')).out).toBe('It has not run yet.');
  expect(await orderwatch('rules runs nothing')).toMatchObject({ code: 3, err: 'No rule nothing is declared.' });
});

test('silence: begun, listed, ended', async () => {
  expect((await orderwatch('silence ls')).out).toBe('Nothing is silenced.');
  const { out } = await orderwatch('silence add --rule price-missing --partner acme ajax --for PT4H --reason x');
  const [, id] = /^Silence (\d+): nobody is told of rule price-missing, partner acme or ajax until .*/.exec(out)!;
  expect((await orderwatch('silence ls')).out).toMatch(/now .* rule price-missing, partner acme or ajax .* x$/);
  expect((await orderwatch(`silence end ${id}`)).code).toBe(0);
  expect(await orderwatch(`silence end ${id}`)).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^The silence has ended already/),
  });
  expect((await orderwatch('silence end 999')).code).toBe(3);
  expect(await orderwatch('silence add --severity loud --for PT4H --reason x')).toMatchObject({
    code: 2,
    err: '--severity: must be one of info, warning, critical, or a list of 1 to 1,000 of them.',
  });
  expect((await orderwatch('silence add --rule price-missing --for PT4H')).code).toBe(2);
});

describe('on-call', () => {
  test('who it is, who is away, who stands in', async () => {
    const at = toIso(systemClock.now() + MINUTE);
    expect((await orderwatch(`on-call --at ${at}`)).out).toMatch(
      /^On call at .*\n\n {2}mes +now +(Olga \(olga\)|Ivan \(ivan\)) .*\n +then/,
    );
    const { out } = await orderwatch('on-call override mes ivan --for PT8H --reason ill');
    const [, id] = /^ivan stands in for mes from .* UTC\. To end it before: on-call end (\d+)$/.exec(out)!;
    expect((await orderwatch('on-call')).out).toMatch(/now +Ivan \(ivan\).*Entered\n {2}\d+ +ivan stands in .* ill$/s);
    expect((await orderwatch(`on-call end ${id}`)).code).toBe(0);
    expect((await orderwatch('on-call away olga --for P1D')).out).toMatch(/^olga is away from /);
    expect(await orderwatch('on-call away nemo --for P1D')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^There is nobody called .?nemo/),
    });
    expect((await orderwatch('on-call away olga')).code).toBe(2);
    const json = await orderwatch('on-call --json');
    expect(contract.OnCall.parse(JSON.parse(json.out)).overrides).toHaveLength(1);
  });

  test('the link by which somebody is told by Telegram', async () => {
    const { botToken, apiUrl } = (await telegramUnderTest()).access;
    const key = { ORDERWATCH_SIGNING_KEY: Buffer.alloc(32, 7).toString('base64') };
    const env = { ...key, TELEGRAM_BOT_TOKEN: botToken, TELEGRAM_API_URL: apiUrl };
    expect(await runWith(env, 'on-call link olga')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^https:\/\/t.me\/orders_bot\?start=/),
    });
    expect(await runWith(env, 'on-call link olgo')).toMatchObject({
      code: 3,
      err: 'There is nobody called "olgo". Did you mean olga?',
    });
    expect((await runWith(key, 'on-call link olga')).code).toBe(2);
    expect((await runWith({}, 'on-call link olga')).code).toBe(2);
  });
});

test('freeze and unfreeze, by any name of the order; what is so already: 1; of nobody: 3', async () => {
  const ledger = createLedger({ pool, lifecycles: () => lifecycles, clock: systemClock, vault: plainVault });
  await ledger.record(
    arrivals([anEvent({ orderId: 'F-1', ids: { mes: 'M-1' }, occurredAt: systemClock.now() - HOUR })]),
  );
  expect(await orderwatch('freeze M-1 --by anna --reason', 'on holiday')).toMatchObject({
    code: 0,
    out: 'F-1 is frozen: its deadline stands still.',
  });
  expect(await orderwatch('freeze F-1 --reason x')).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^It has been frozen already/),
  });
  expect((await orderwatch('order F-1')).out).toMatch(/FROZEN.*event +anna +Frozen +on holiday/s);
  expect((await orderwatch('unfreeze F-1 --reason back')).out).toMatch(/^F-1 goes on\. It must leave its status by /);
  expect((await orderwatch('freeze nobody --reason x')).code).toBe(3);
  expect((await orderwatch('freeze F-1')).code).toBe(2);
});

test('order: the incident stands among what happened', async () => {
  const ledger = createLedger({ pool, lifecycles: () => lifecycles, clock: systemClock, vault: plainVault });
  await ledger.record(arrivals([anEvent({ orderId: 'F-2' })]));
  const id = await putIncident(pool);
  await putFinding(pool, id, { orderId: 'F-2' });
  await putEvent(pool, id, { kind: 'acknowledged', by: 'olga', at: T0 + MINUTE });
  expect((await orderwatch('order F-2')).out).toMatch(
    /Incident \d+ opened: Orders wait.*Olga +Incident \d+ was taken on/s,
  );
});
