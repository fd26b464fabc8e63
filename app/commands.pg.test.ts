import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { contract } from '../api/contract.ts';
import { NO_PROPERTIES } from '../collector/message.ts';
import { manualClock, systemClock } from '../platform/clock.ts';
import type { Pool } from '../platform/postgres.ts';
import { testDatabase } from '../test/support/database.ts';
import { anEvent, arrivals } from '../test/support/factory.ts';
import { plainVault } from '../tracker/personal-data.ts';
import { createLedger } from '../tracker/record.ts';
import { requireConfiguration } from './configuration/read-file.ts';
import { runProgram } from './program.ts';

const { pool, databaseUrl } = await testDatabase();
/** A replica that has got other news than the database, by which one can tell them apart. */
const replica = await testDatabase();
const { lifecycles } = await requireConfiguration(null);
const ledgerIn = (database: Pool) =>
  createLedger({ pool: database, lifecycles: () => lifecycles, clock: systemClock, vault: plainVault });
const ledger = ledgerIn(pool);
const nowhere = join(tmpdir(), 'no-orderwatch-lives-here');

/** Runs the command as a person would, in this process. */
async function orderwatch(line: string, env: Record<string, string> = { DATABASE_URL: databaseUrl }) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await runProgram(line === '' ? [] : line.split(' '), {
    env: { ORDERWATCH_HOME: nowhere, ...env },
    out: text => out.push(text),
    err: text => err.push(text),
    interactive: false,
  });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

const record = (...events: Parameters<typeof arrivals>[0]) => ledger.record(arrivals(events));

async function poison(body: string): Promise<string> {
  const { rows } = await pool.query<{ id: number }>(
    `insert into collector.quarantine
       (source, received_at, last_received_at, reason_kind, reason, properties, body, digest)
     values ('http', now(), now(), 'not_json', 'It was not understood.', $2, $1, sha256($1)) returning id`,
    [Buffer.from(body), JSON.stringify(NO_PROPERTIES)],
  );
  return String(rows[0]!.id);
}

describe('order', () => {
  test('says where it is, by any of its names', async () => {
    await record(anEvent({ orderId: 'ORD-1', ids: { mes: 'M-1' } }));
    for (const name of ['ORD-1', 'M-1', 'mes:M-1']) {
      const { code, out } = await orderwatch(`order ${name}`);
      expect(code).toBe(0);
      expect(out).toMatch(/^ORD-1: SUBMITTED for /);
      expect(out).toContain('What happened');
    }
  });

  test('--json is the order of the API with its timeline', async () => {
    await record(anEvent({ orderId: 'ORD-2' }));
    const { timeline, ...order } = JSON.parse((await orderwatch('order ORD-2 --json')).out);
    expect(contract.Order.parse(order).orderId).toBe('ORD-2');
    expect(contract.TimelinePage.parse({ items: timeline, nextCursor: null }).items).toHaveLength(2);
  });

  test('none of that name: exit code 3; several: 1 and which', async () => {
    await record(
      anEvent({ orderId: 'TWIN-1', correlationId: 'c' }),
      anEvent({ orderId: 'TWIN-2', correlationId: 'c' }),
    );
    expect(await orderwatch('order nobody')).toMatchObject({ code: 3, out: '' });
    const ambiguous = await orderwatch('order c');
    expect(ambiguous.code).toBe(1);
    expect(ambiguous.err).toMatch(/TWIN-1\s+TWIN-2/);
  });
});

describe('diagnose', () => {
  test('says why it is where it is; --json is the diagnosis of the API; none of that name: exit code 3', async () => {
    await record(anEvent({ orderId: 'WHY-1' }));
    const { code, out } = await orderwatch('diagnose WHY-1');
    expect(code).toBe(0);
    expect(out).toMatch(/^WHY-1: SUBMITTED for .*\n {2}It is /);
    expect(out).toContain('The last word of it is from shop');
    const { orderId } = contract.Diagnosis.parse(JSON.parse((await orderwatch('diagnose WHY-1 --json')).out));
    expect(orderId).toBe('WHY-1');
    expect((await orderwatch('diagnose nobody')).code).toBe(3);
  });
});

describe('orders', () => {
  test('a table of those that pass the filters, page by page', async () => {
    await record(...['L-1', 'L-2', 'L-3'].map(orderId => anEvent({ orderId, partner: 'listed' })));
    const { out } = await orderwatch('orders --partner listed --limit 2');
    expect(out).toMatch(/^ORDER +STATUS.*\nL-3 .*\nL-2 .*\n\nThere are more: add --cursor /);
    const cursor = out.split(' ').at(-1);
    expect((await orderwatch(`orders --partner listed --cursor ${cursor}`)).out).toMatch(/\nL-1 [^\n]*$/);
  });

  test('--json is the page of the API', async () => {
    const { out } = await orderwatch('orders --json --correlation-id c --at-risk --sort deadline');
    expect(contract.OrderPage.parse(JSON.parse(out)).items.map(({ orderId }) => orderId)).toEqual(['TWIN-1', 'TWIN-2']);
  });

  test('what is known of the customer, and how many they are', async () => {
    const customer = { name: 'Ulla Unik', phone: '+7 916 765-43-21' };
    await record(...['U-1', 'U-2'].map(orderId => anEvent({ orderId, customer })));
    const { out } = await orderwatch('orders unik 8 916 765 --count --limit 1');
    expect(out).toMatch(/\nU-2 [^\n]*\n\n2 orders in all\.\n\nThere are more/);
    expect((await orderwatch('orders nobody at all')).out).toBe('No order passes these filters.');
    expect((await orderwatch('orders --anomaly gap --partner listed')).code).toBe(0);
    expect((await orderwatch('orders --anomaly --sort age --json')).code).toBe(0);
  });

  test('come from the read replica, and from the database while that does not answer', async () => {
    await ledgerIn(replica.pool).record(arrivals([anEvent({ orderId: 'R-1', partner: 'replicated' })]));
    const env = { DATABASE_URL: databaseUrl, DATABASE_READ_URL: replica.databaseUrl };
    expect(await orderwatch('orders --partner replicated', env)).toMatchObject({
      code: 0,
      out: expect.stringMatching(/\nR-1 /),
      err: '',
    });
    await record(anEvent({ orderId: 'R-2', partner: 'replicated' }));
    const gone = { ...env, DATABASE_READ_URL: 'postgres://nobody@127.0.0.1:1/nothing' };
    expect(await orderwatch('orders --partner replicated', gone)).toMatchObject({
      code: 0,
      out: expect.stringMatching(/\nR-2 /),
      err: 'The read replica (DATABASE_READ_URL) does not answer; this comes from DATABASE_URL.',
    });
  });

  test.each([
    '--anomaly none',
    '--limit 0',
    '--status NOWHERE',
    '--from yesterday',
    '--cursor x',
    '--sort size',
    '--colour red',
  ])('%s: exit code 2 and why', async options => {
    const { code, err } = await orderwatch(`orders ${options}`);
    expect(code).toBe(2);
    expect(err).toContain(options.split(' ')[0]!.slice(2));
  });
});

describe('quarantine', () => {
  test('ls, show, replay', async () => {
    const good = await poison('{"orderId":"MENDED","status":"SUBMITTED","source":"shop"}');
    const bad = await poison('nonsense');
    expect((await orderwatch('quarantine ls')).out).toMatch(new RegExp(`\\n${bad} [^]*\\n${good} `));
    expect((await orderwatch(`quarantine show ${bad}`)).out).toMatch(/not_json[\s\S]*nonsense$/);
    const { rows: looks } = await pool.query(
      `select who, subject_id from tracker.audit where action = 'quarantine.revealed'`,
    );
    expect(looks).toEqual([{ who: expect.stringContaining('at a terminal'), subject_id: bad }]);
    expect((await orderwatch('quarantine replay --all --dry-run')).out).toMatch(/1 would be recorded, 1 would stay/);
    expect((await orderwatch(`quarantine replay ${good} ${bad}`)).out).toMatch(/1 recorded, 1 stay in quarantine/);
    expect((await orderwatch('order MENDED')).code).toBe(0);
    const { out } = await orderwatch('quarantine ls --json');
    expect(contract.QuarantinePage.parse(JSON.parse(out)).items.map(({ id }) => id)).toEqual([bad]);
  });

  test('show of what is not there: exit code 3; replay of nothing named: 2', async () => {
    expect((await orderwatch('quarantine show 999999')).code).toBe(3);
    const unknown = await orderwatch('quarantine replay 999999 abc');
    expect(unknown.code).toBe(3);
    expect(unknown.out).toMatch(/999999 +not_open +no open message has this id/);
    expect((await orderwatch(`quarantine replay ${await poison('still not JSON')}`)).code).toBe(1);
    expect((await orderwatch('quarantine replay')).code).toBe(2);
    expect((await orderwatch('quarantine replay 1 --all')).code).toBe(2);
  });
});

describe('forget', () => {
  test('shows what it would clear, and clears it when told to', async () => {
    const customer = { id: 'C-FORGET', name: 'Vera Vergissmich', email: 'vera@example.com' };
    await record(
      anEvent({ orderId: 'V-1', customer }),
      anEvent({ orderId: 'V-2', customer: { email: 'vera@example.com' } }),
    );
    const who = await orderwatch('forget vera@example.com');
    expect(who.out).toBe(
      'That is\n  customer C-FORGET, 1 order: forget C-FORGET\n  no customer id: forget --order V-2',
    );

    const plan = await orderwatch('forget C-FORGET');
    expect(plan.out).toMatch(/^1 event with personal data in 1 order:\n {2}V-1\n[\s\S]*add --yes\.$/);
    expect((await orderwatch('order V-1')).out).toContain('Vera');

    const done = await orderwatch('forget C-FORGET --order V-2 --yes');
    expect(done.out).toBe(
      'Cleared 2 events and 0 notes and reasons of 2 orders; deleted 0 raw messages and 0 messages in quarantine; ' +
        'cleared 0 messages that went out, or were to.',
    );
    expect((await orderwatch('order V-1')).out).not.toContain('Vera');
    expect(await orderwatch('orders vera@example.com')).toMatchObject({ out: 'No order passes these filters.' });
  });

  test('nobody of that name: exit code 3; nobody named: 2', async () => {
    expect((await orderwatch('forget nobody')).code).toBe(3);
    expect((await orderwatch('forget')).code).toBe(2);
  });
});

test('rebuild mends a state that was damaged', async () => {
  await record(anEvent({ orderId: 'DAMAGED' }));
  await pool.query(`update tracker.order_state set status = 'CLOSED' where order_id = 'DAMAGED'`);
  const { code, out } = await orderwatch('rebuild --json');
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ changed: 1 });
  expect((await orderwatch('order DAMAGED')).out).toContain('SUBMITTED');
});

describe('ORDERWATCH_CONFIG', () => {
  const configured = (text: string) => {
    const file = join(mkdtempSync(join(tmpdir(), 'orderwatch-')), 'orderwatch.yaml');
    onTestFinished(() => rmSync(dirname(file), { recursive: true }));
    writeFileSync(file, text);
    return { DATABASE_URL: databaseUrl, ORDERWATCH_CONFIG: file };
  };

  test('commands know the statuses that it declares', async () => {
    const polishing = 'POLISHED: { owner: mes, entry: true, next: [] }';
    const env = configured(`systems: [mes]\nlifecycles: { rings: { zone: UTC, statuses: { ${polishing} } } }\n`);
    expect((await orderwatch('orders --status POLISHED --json', env)).code).toBe(0);
    expect((await orderwatch('orders --status SUBMITTED', env)).code).toBe(2);
    const id = await poison('{"orderId":"POLISHED-1","status":"POLISHED","source":"mes"}');
    expect((await orderwatch(`quarantine replay ${id}`)).code).toBe(1);
    expect((await orderwatch(`quarantine replay ${id}`, env)).code).toBe(0);
    expect((await orderwatch('order POLISHED-1 --json', env)).out).toContain('"lifecycle": "rings"');
  });

  test('unset, it is that of the Orderwatch whose database is taken', async () => {
    const polishing = 'POLISHED: { owner: mes, entry: true, next: [] }';
    const { ORDERWATCH_CONFIG: configurationFile } = configured(
      `systems: [mes]\nlifecycles: { rings: { zone: UTC, statuses: { ${polishing} } } }\n`,
    );
    const home = dirname(configurationFile);
    writeFileSync(join(home, 'run.json'), JSON.stringify({ pid: process.pid, databaseUrl, configurationFile }));
    expect((await orderwatch('orders --status POLISHED', { ORDERWATCH_HOME: home })).code).toBe(0);
    // A database that is named is another matter than what runs here.
    expect(
      (await orderwatch('orders --status POLISHED', { ORDERWATCH_HOME: home, DATABASE_URL: databaseUrl })).code,
    ).toBe(2);
  });

  test('one that is wrong does not keep anybody from reading: a warning says where, and what is left out', async () => {
    const env = configured('systems: [mes]\n');
    const promisedAt = systemClock.now() - 60_000;
    await record(anEvent({ orderId: 'READ-1', source: 'crm', partner: 'read', promisedAt }));
    expect((await orderwatch('order READ-1')).out).toMatch(/OVERDUE[\s\S]*First known status/);
    const err = expect.stringMatching(/:1:1 {2}The document has no `lifecycles`.*\nThis is without it: /);

    const order = await orderwatch('order READ-1', env);
    expect(order).toEqual({ code: 0, out: expect.stringMatching(/^READ-1: SUBMITTED \(unconfirmed\) for /), err });
    expect(order.out).not.toMatch(/OVERDUE|First known status/);
    expect(JSON.parse((await orderwatch('order READ-1 --json', env)).out)).toMatchObject({ orderId: 'READ-1' });

    const orders = await orderwatch('orders --json --partner read --status SUBMITTED', env);
    expect(orders).toMatchObject({ code: 0, err });
    expect(contract.OrderPage.parse(JSON.parse(orders.out)).items.map(({ orderId }) => orderId)).toEqual(['READ-1']);
    expect(await orderwatch('orders --status POLISHED', env)).toMatchObject({ code: 0, err });
  });

  test('one that is wrong ends what would record by it: exit code 2 and where', async () => {
    const env = configured('systems: [mes]\n');
    for (const command of ['forget C-7', 'quarantine replay --all', 'rebuild']) {
      expect(await orderwatch(command, env)).toEqual({
        code: 2,
        out: '',
        err: expect.stringContaining(`${env.ORDERWATCH_CONFIG}:1:1  The document has no \`lifecycles\``),
      });
    }
  });
});

describe('migrate', () => {
  test('has nothing to do twice', async () => {
    expect(await orderwatch('migrate --json')).toMatchObject({
      code: 0,
      out: JSON.stringify({ applied: [] }, null, 2),
    });
  });

  test('a database that is newer than the code: exit code 1 and why', async () => {
    await pool.query(
      `insert into platform.migration (room, number, name, checksum) values ('tracker', 9999, '9999_future.sql', '')`,
    );
    const { code, err } = await orderwatch('migrate');
    await pool.query('delete from platform.migration where number = 9999');
    expect(code).toBe(1);
    expect(err).toContain('newer than this code');
  });
});

describe('what can go wrong', () => {
  test('no database named and none running: exit code 1 and what to do', async () => {
    const { code, err } = await orderwatch('order ORD-1', {});
    expect(code).toBe(1);
    expect(err).toMatch(/DATABASE_URL is not set.*npm start/);
  });

  test('a database without our tables: what to run', async () => {
    const { code, err } = await orderwatch('order ORD-1', { DATABASE_URL: databaseUrl.replace(/[^/]+$/, 'postgres') });
    expect(code).toBe(1);
    expect(err).toContain('orderwatch migrate');
  });

  test('a database that is not there, a password that is wrong: no stack trace', async () => {
    const wrong = new URL(databaseUrl);
    wrong.password = 'wrong';
    for (const url of ['postgres://u:p@127.0.0.1:1/none', wrong.href]) {
      const { code, err } = await orderwatch('orders', { DATABASE_URL: url });
      expect(code).toBe(1);
      expect(err).toMatch(/^The database can't be used: [^\n]*$/);
    }
  });

  test('a database user without the rights: which right it was, and no stack trace', async () => {
    await pool.query(`create role without_rights login password 'none'`);
    onTestFinished(async () => {
      await pool.query('drop role without_rights');
    });
    const url = new URL(databaseUrl);
    url.username = 'without_rights';
    url.password = 'none';
    for (const command of ['orders', 'migrate']) {
      const { code, err } = await orderwatch(command, { DATABASE_URL: url.href });
      expect(code).toBe(1);
      expect(err).toMatch(/^The user in DATABASE_URL may not do that: permission denied for schema [^\n]*$/);
    }
  });

  test('personal data under another key, or under one that is not set: exit code 1 and what to do', async () => {
    const key = (byte: number) => Buffer.alloc(32, byte).toString('base64');
    onTestFinished(async () => {
      await pool.query('delete from tracker.data_key');
    });
    const first = { DATABASE_URL: databaseUrl, ORDERWATCH_DATA_KEY: key(1) };
    expect(await orderwatch('orders', first)).toMatchObject({
      code: 0,
      err: expect.stringMatching(/^Personal data is sealed from now on\. What was kept before .* `orderwatch rebuild`/),
    });
    expect(await orderwatch('orders', first)).toMatchObject({ code: 0, err: '' });
    const env = { DATABASE_URL: databaseUrl, ORDERWATCH_DATA_KEY: key(2) };
    expect(await orderwatch('order ORD-1', env)).toMatchObject({
      code: 1,
      err: expect.stringContaining('another key'),
    });
    expect(await orderwatch('orders')).toMatchObject({
      code: 1,
      err: expect.stringContaining('Set ORDERWATCH_DATA_KEY'),
    });
  });

  test('a damaged run.json counts as none', async () => {
    const home = mkdtempSync(join(tmpdir(), 'orderwatch-'));
    onTestFinished(() => rmSync(home, { recursive: true }));
    writeFileSync(join(home, 'run.json'), '{"pid":');
    const { code, err } = await orderwatch('order ORD-1', { ORDERWATCH_HOME: home });
    expect(code).toBe(1);
    expect(err).toContain('no Orderwatch runs in');
  });

  test('a home that is no folder: exit code 1, which and what to do', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'orderwatch-')), 'file');
    onTestFinished(() => rmSync(dirname(file), { recursive: true }));
    writeFileSync(file, '');
    for (const home of [file, join(file, 'below')]) {
      const { code, err } = await orderwatch('up', { ORDERWATCH_HOME: home });
      expect(code).toBe(1);
      expect(err).toMatch(/^Orderwatch can't use [^\n]*ORDERWATCH_HOME[^\n]*$/);
    }
  });

  test('bad settings: exit code 2 and all of them', async () => {
    const { code, err } = await orderwatch('orders', { DATABASE_URL: 'x', PORT: 'y' });
    expect(code).toBe(2);
    expect(err).toMatch(/DATABASE_URL[\s\S]*PORT/);
  });

  test('a role without its servers: exit code 2 and which', async () => {
    const { code, err } = await orderwatch('tracker');
    expect(code).toBe(2);
    expect(err).toContain('set AMQP_URL');
  });

  test('an unknown command: 2; help: 0, with exit codes and examples', async () => {
    expect(await orderwatch('fly')).toMatchObject({ code: 2, err: expect.stringContaining("unknown command 'fly'") });
    const { code, out } = await orderwatch('--help');
    expect(code).toBe(0);
    expect(out).toMatch(/Exit codes: 0 done[\s\S]*Examples:/);
  });

  test('help tells defaults in words', async () => {
    expect((await orderwatch('map --help')).out).not.toContain('{');
    const { out } = await orderwatch('simulate --help');
    expect(out).toMatch(/--fail [\s\S]*\(default: all\)/);
    expect(out).not.toContain('{');
  });
});

describe('backtest', () => {
  // What others have recorded here is late by the time of the day at which this runs.
  beforeAll(async () => {
    await pool.query('truncate tracker.order_event, tracker.order_state, tracker.order_alias, tracker.order_search');
  });

  const HOUR_MS = 3_600_000;
  const recordedLongAgo = async (orderId: string, hoursAgo: number, pricedAfterHours: number | null) => {
    const at = systemClock.now() - hoursAgo * HOUR_MS;
    const ledgerThen = (now: number) =>
      createLedger({ pool, lifecycles: () => lifecycles, clock: manualClock(now), vault: plainVault });
    await ledgerThen(at).record(arrivals([anEvent({ orderId, occurredAt: at })]));
    if (pricedAfterHours === null) return;
    const priced = at + pricedAfterHours * HOUR_MS;
    const named = { orderId, status: 'PRICE_CALCULATED', source: 'mes', occurredAt: priced };
    await ledgerThen(priced).record(arrivals([anEvent(named)]));
  };

  test('says what a rule would have raised, as it is and with another limit', async () => {
    await recordedLongAgo('PAST-1', 200, 2);
    await recordedLongAgo('PAST-2', 100, 30);
    const { code, out } = await orderwatch('backtest --rule price-missing --since 30d --over PT3H');
    expect(code).toBe(0);
    expect(out).toMatch(
      /^With a limit of PT3H price-missing would have raised 1 alert in 30 d on 1 order, 1 of them on orders that were late; 1 incident, .+ messages?[.]\nNow: 2 alerts in 30 d on 2 orders, 1 of them on orders that were late; 2 incidents, .+\nIt would miss no order that was late and is found now[.]/,
    );
    expect(out).toMatch(/PAST-2\s+SUBMITTED\s+critical .+ 1 d [23] h\s+late/);
    const json = JSON.parse((await orderwatch('backtest --rule price-missing --json')).out);
    expect(contract.Backtest.parse(json).current?.raised).toBe(2);
  });

  test('a changed configuration, and what is wrong with it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'orderwatch-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'changed.yaml');
    const reference = (await orderwatch('check --example')).out;
    writeFileSync(file, reference.replace('target: PT1H, breach: PT24H', 'target: PT3H, breach: PT24H'));
    const { out } = await orderwatch(`backtest --rule price-missing --config ${file}`);
    expect(out).toContain(`With ${file} price-missing would have raised 1 alert`);
    writeFileSync(file, reference.replace('target: PT1H, breach: PT24H', 'target: PT3H, breach: soon'));
    const refused = await orderwatch(`backtest --rule price-missing --config ${file}`);
    expect([refused.code, refused.err]).toEqual([2, expect.stringMatching(/changed.yaml:\d+:\d+ {2}/)]);
  });

  test('no such rule, and one that can not be run over the past', async () => {
    expect(await orderwatch('backtest --rule price-mising')).toMatchObject({
      code: 3,
      err: expect.stringContaining('Did you mean price-missing?'),
    });
    expect(await orderwatch('backtest --rule queue-full')).toMatchObject({
      code: 1,
      err: expect.stringContaining('Nobody recorded what stood in the queues'),
    });
  });
});
