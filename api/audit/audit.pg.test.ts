import { beforeAll, expect, test } from 'vitest';
import { runProgram } from '../../app/program.ts';
import { transaction } from '../../platform/postgres.ts';
import { testDatabase } from '../../test/support/database.ts';
import { anEvent, arrivals, T0 } from '../../test/support/factory.ts';
import { recordAudit } from '../../tracker/audit/record.ts';
import { admitTestKey, apiUnderTest } from '../api-under-test.ts';
import { contract } from '../contract.ts';

const { pool, databaseUrl } = await testDatabase();
const api = await apiUnderTest(pool);
const HOUR = 3_600_000;

beforeAll(async () => {
  await admitTestKey(pool);
  await api.ledger.record(arrivals([anEvent({ orderId: 'ORD-1', customer: { id: 'C-7', name: 'Anna' } })]));
});

const done = async (path: string, method = 'POST', body: object = {}) => {
  const response = await api.send(method, `/api/v1${path}`, method === 'DELETE' ? {} : { body: JSON.stringify(body) });
  expect([200, 201], `${method} ${path}: ${await response.clone().text()}`).toContain(response.status);
  return (await response.json()) as { id: string };
};

const page = async (query = '') => (await api.get(contract.AuditPage, `/api/v1/audit${query}`)).body;

test('every change by hand is in the log: who, what, from where, why, before and after', async () => {
  const reason = 'call anna@example.com or +7 916 123-45-67, see ORD-1042000001 of 2026-11-20';
  await done('/orders/ORD-1/freeze', 'POST', { reason });
  await done('/orders/ORD-1/unfreeze', 'POST', { reason: 'back', by: 'Olga' });
  const until = new Date(T0 + HOUR).toISOString();
  const silence = await done('/silences', 'POST', { match: { order: ['ORD-1'] }, until, reason: 'inventory' });
  await done(`/silences/${silence.id}`, 'DELETE');
  const away = await done('/on-call/away', 'POST', { person: 'olga', until });
  await done(`/on-call/away/${away.id}`, 'DELETE');
  await done('/customers/C-7/preferences', 'PUT', { locale: 'ru' });

  const { items } = await page();
  expect(items.map(({ action, subject }) => `${action} ${subject.kind}`)).toEqual([
    'preferences.set customer',
    'absence.ended absence',
    'absence.created absence',
    'silence.ended silence',
    'silence.created silence',
    'order.unfrozen order',
    'order.frozen order',
  ]);
  expect(items.at(-1)).toMatchObject({
    sequence: 1,
    at: new Date(T0).toISOString(),
    who: 'tests',
    role: 'admin',
    from: '127.0.0.1',
    subject: { kind: 'order', id: 'ORD-1' },
    reason: 'call [e-mail] or [number], see ORD-1042000001 of 2026-11-20',
    before: { frozen: false },
    after: { frozen: true },
  });
  expect(items.at(-2)).toMatchObject({ who: 'tests', after: { frozen: false, inTheNameOf: 'Olga' } });
  expect(items[0]).toMatchObject({ after: { set: ['locale'] } });
});

test('it is filtered, paged and exported', async () => {
  const actions = async (query: string) => (await page(query)).items.map(({ action }) => action);
  expect(await actions('?action=order&subjectId=ORD-1')).toEqual(['order.unfrozen', 'order.frozen']);
  expect(await actions('?q=INVENT')).toEqual(['silence.created']);
  expect(await actions('?q=%25')).toEqual([]);
  expect(await actions('?who=nobody')).toEqual([]);
  expect(await actions(`?subjectKind=silence&from=${new Date(T0 + 1).toISOString()}`)).toEqual([]);
  const first = await page('?limit=4');
  const second = await page(`?limit=4&cursor=${first.nextCursor}`);
  expect([...first.items, ...second.items].map(({ sequence }) => sequence)).toEqual([7, 6, 5, 4, 3, 2, 1]);
  expect(second.nextCursor).toBeNull();
  expect((await api.refused('GET', '/api/v1/audit?cursor=x')).problem.parameter).toBe('cursor');

  const reason = '=HYPERLINK("x")';
  const entry = { at: T0, who: 'Eve', role: null, from: null, action: 'order.noted', before: null, after: null };
  await transaction(pool, tx => recordAudit(tx, { ...entry, reason, subject: { kind: 'order', id: 'ORD-2' } }));
  const csv = await api.send('GET', '/api/v1/audit?action=order', { headers: { accept: 'text/csv' } });
  expect(csv.headers.get('content-type')).toContain('text/csv');
  const lines = (await csv.text()).split('\r\n');
  expect(lines[0]).toMatch(/^sequence,at,who,/);
  expect(lines[1]).toContain(`Eve,,,order.noted,order,ORD-2,"'=HYPERLINK(""x"")",,,`);
  expect(lines).toHaveLength(5);
});

test('the page and the command say whether it is as it was written, and where it is not', async () => {
  const { body } = await api.get(contract.AuditChain, '/api/v1/audit/chain');
  expect(body).toMatchObject({ rows: 8, intact: true, faults: [] });
  const verify = async (...args: string[]) => {
    const said: string[] = [];
    const say = (text: string) => said.push(text);
    const env = { DATABASE_URL: databaseUrl, ORDERWATCH_HOME: '/nowhere' };
    const terminal = { env, out: say, err: say, interactive: false };
    const code = await runProgram(['audit', 'verify', ...args], terminal);
    return { code, said: said.join('\n') };
  };
  const noted = `${body.head.sequence}:${body.head.hash}`;
  expect(await verify('--noted', noted)).toEqual({
    code: 0,
    said: `8 rows, each as it was written.\nThe chain ends with ${noted}`,
  });
  expect((await verify('--noted', 'x')).code).toBe(2);

  await pool.query(`set session_replication_role = replica; delete from tracker.audit where sequence in (2, 8);
    set session_replication_role = default`);

  const broken = await verify('--noted', noted);
  expect(broken.code).toBe(1);
  expect(broken.said).toContain('Row 2 is missing.');
  expect(broken.said).toContain('Row 8 is missing.');
  // What was found is kept for a minute.
  api.clock.advance(HOUR);
  const chain = (await api.get(contract.AuditChain, '/api/v1/audit/chain')).body;
  expect(chain).toMatchObject({ intact: false, faults: [{ kind: 'removed', from: 2, to: 2 }, { from: 8 }] });
});
