import { beforeEach, describe, expect, test } from 'vitest';
import { putFinding, putIncident } from '../alerts/incident-rows-under-test.ts';
import { toIso } from '../platform/clock.ts';
import { testDatabase } from '../test/support/database.ts';
import { DAY, HOUR, MINUTE, T0 } from '../test/support/factory.ts';
import { alertFunctionsUnderTest } from './alerts-under-test.ts';
import { admitTestKey, apiUnderTest } from './api-under-test.ts';
import { contract } from './contract.ts';

const { pool } = await testDatabase();
await admitTestKey(pool);
const silenced = new Map<number, number>();
const api = await apiUnderTest(pool, undefined, undefined, undefined, alertFunctionsUnderTest(silenced));

const INCIDENTS = '/api/v1/incidents';

beforeEach(async () => {
  await pool.query('truncate alerts.incident cascade');
  silenced.clear();
  api.clock.set(T0 + HOUR);
});

const list = async (query = '') => (await api.get(contract.IncidentPage, `${INCIDENTS}${query}`)).body;
const listed = async (query = '') => (await list(query)).items.map(({ id }) => Number(id));

async function pages(query: string): Promise<number[]> {
  const seen: number[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page = await list(`?limit=1${query}${cursor && `&cursor=${cursor}`}`);
    seen.push(...page.items.map(({ id }) => Number(id)));
    cursor = page.nextCursor;
  }
  return seen;
}

const takenBy = (person: string, at: number) =>
  ({ state: 'acknowledged', acknowledgedBy: person, acknowledgedAt: at, until: at + DAY }) as const;

describe('the list', () => {
  test('an incident with its orders: what is still stuck first, longest first, each once', async () => {
    const id = await putIncident(pool);
    await putFinding(pool, id, { orderId: 'ORD-1', since: T0 - HOUR });
    await putFinding(pool, id, { orderId: 'ORD-2', since: T0 - 2 * HOUR });
    await putFinding(pool, id, { orderId: 'ORD-3', since: T0 - 3 * HOUR, resolvedAt: T0, resolution: 'moved_on' });
    await putFinding(pool, id, { orderId: 'ORD-1', since: T0 - 9 * HOUR, resolvedAt: T0, resolution: 'moved_on' });
    await putFinding(pool, id);
    silenced.set(id, T0 + 2 * HOUR);
    const { items, nextCursor } = await list();
    expect(nextCursor).toBeNull();
    expect(items).toEqual([
      {
        id: String(id),
        rule: 'price-missing',
        title: { en: 'Orders wait for their price', ru: 'Заказы ждут цены' },
        about: 'mes',
        severity: 'warning',
        state: 'open',
        shadow: false,
        limit: 'PT24H',
        cause: null,
        suspect: false,
        openedAt: toIso(T0),
        lastSeenAt: toIso(T0),
        seen: 1,
        reopened: 0,
        flapping: false,
        acknowledgedBy: null,
        acknowledgedAt: null,
        until: null,
        silencedUntil: toIso(T0 + 2 * HOUR),
        resolvedAt: null,
        resolvedBy: null,
        resolution: null,
        orders: ['ORD-1', 'ORD-2', 'ORD-3'],
        orderCount: 3,
        openOrderCount: 2,
      },
    ]);
  });

  test('newest first, by who has had it longest, or worst first; in pages, also at the same instant', async () => {
    const quiet = await putIncident(pool, { severity: 'info', openedAt: T0 + MINUTE });
    const olga = await putIncident(pool, takenBy('olga', T0 + 3 * MINUTE));
    const worst = await putIncident(pool, { severity: 'critical' });
    const ivan = await putIncident(pool, takenBy('ivan', T0 + 2 * MINUTE));
    expect(await pages('')).toEqual([quiet, ivan, worst, olga]);
    expect(await pages('&sort=severity')).toEqual([worst, ivan, olga, quiet]);
    expect(await pages('&sort=acknowledged')).toEqual([ivan, olga]);
  });

  test('by filter', async () => {
    const open = await putIncident(pool);
    const queue = await putIncident(pool, { rule: 'queue-full', about: 'queue:mes.calc', severity: 'critical' });
    const taken = await putIncident(pool, takenBy('olga', T0));
    const over = await putIncident(pool, { state: 'resolved', resolvedAt: T0 + HOUR, resolution: 'moved_on' });
    await putFinding(pool, taken, { orderId: 'ORD-1' });
    await putFinding(pool, over, { orderId: 'ORD-1', since: T0 - DAY, resolvedAt: T0, resolution: 'moved_on' });
    expect(await listed('?state=open')).toEqual([queue, open]);
    expect(await listed('?state=resolved')).toEqual([over]);
    expect(await listed('?severity=critical')).toEqual([queue]);
    expect(await listed('?rule=queue-full')).toEqual([queue]);
    expect(await listed('?about=queue:mes.calc')).toEqual([queue]);
    expect(await listed('?acknowledgedBy=olga')).toEqual([taken]);
    expect(await listed('?order=ORD-1')).toEqual([over, taken]);
    expect(await listed('?order=ORD-1&state=resolved')).toEqual([over]);
    expect(await listed('?order=nothing')).toEqual([]);
  });

  test.each([
    ['?state=gone', 'state'],
    ['?severity=loud', 'severity'],
    ['?sort=age', 'sort'],
    ['?sort=acknowledged&state=open', 'state'],
    ['?cursor=WzFd', 'cursor'],
    ['?limit=501', 'limit'],
    ['?status=SUBMITTED', 'status'],
  ])('%s: 400', async (query, parameter) => {
    const { status, problem } = await api.refused('GET', INCIDENTS + query);
    expect([status, problem.parameter]).toEqual([400, parameter]);
  });

  test('a cursor of another sort: 400', async () => {
    await putIncident(pool);
    await putIncident(pool);
    const { nextCursor } = await list('?limit=1');
    expect((await api.refused('GET', `${INCIDENTS}?sort=severity&cursor=${nextCursor}`)).status).toBe(400);
  });
});
