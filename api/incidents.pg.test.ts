import { beforeEach, describe, expect, test } from 'vitest';
import { namedInList } from '../alerts/incident-orders.ts';
import { putEvent, putFinding, putIncident } from '../alerts/incident-rows-under-test.ts';
import { alertSettings, aPerson, ruleThatSees } from '../alerts/settings-under-test.ts';
import { aMessage, putMessages } from '../notifier/message-rows-under-test.ts';
import { toIso } from '../platform/clock.ts';
import { testDatabase } from '../test/support/database.ts';
import { anEvent, arrivals, DAY, HOUR, MINUTE, T0 } from '../test/support/factory.ts';
import { admitTestKey, apiUnderTest } from './api-under-test.ts';
import { contract } from './contract.ts';

const { pool } = await testDatabase();
await admitTestKey(pool);
const settings = alertSettings({
  rules: [ruleThatSees({ now: [] })],
  people: { olga: aPerson('Olga') },
  routes: { workshop: { info: null, warning: 'daily', critical: 'daily' } },
  chains: {
    daily: {
      steps: [
        { after: null, tell: [{ kind: 'onCall', rotation: 'mes' }], channels: null },
        { after: since => since + HOUR, tell: [{ kind: 'person', person: 'olga' }, { kind: 'slack' }], channels: null },
      ],
      repeat: null,
      calendar: null,
    },
  },
});
const api = await apiUnderTest(pool, undefined, undefined, undefined, settings);

const INCIDENTS = '/api/v1/incidents';

beforeEach(async () => {
  await pool.query('truncate alerts.incident, alerts.silence cascade');
  await pool.query('truncate notifier.message, notifier.message_event');
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
    await pool.query(
      `insert into alerts.silence (kind, match, from_at, until_at, author, reason, created_at)
       values ('silence', '{"rule":["price-missing"]}', $1, $2, 'olga', 'x', $1)`,
      [toIso(T0), toIso(T0 + 2 * HOUR)],
    );
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
        causeText: null,
        causeKey: null,
        suspect: false,
        suspectBecause: null,
        storm: false,
        customers: 'usual',
        customersBy: null,
        customersAt: null,
        verdict: null,
        verdictBy: null,
        verdictAt: null,
        mergedInto: null,
        openedAt: toIso(T0),
        lastSeenAt: toIso(T0),
        seen: 1,
        reopened: 0,
        flapping: false,
        ...{ acknowledgedBy: null, acknowledgedByName: null, acknowledgedByYou: false },
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

  test('why it is so, how sure that is, and what people said of it', async () => {
    const cause = { en: 'Nobody takes from mes.inbox since 08:50.', ru: 'С 08:50 никто не читает mes.inbox.' };
    const other = await putIncident(pool, { openedAt: T0 - DAY });
    const id = await putIncident(pool, {
      ...{ cause, causeKey: 'consumers:mes.inbox', suspect: true, storm: true, customers: 'held' },
      ...{ verdict: 'our_data', verdictBy: 'olga', verdictAt: T0 + MINUTE },
    });
    await putIncident(pool, { state: 'resolved', resolution: 'merged', mergedInto: id, openedAt: T0 - 2 * DAY });
    const why = (en: string) => ({ en, ru: en });
    await putFinding(pool, id, { orderId: 'ORD-1', firstSeenAt: T0 - HOUR, suspect: why('no more'), resolvedAt: T0 });
    await putFinding(pool, id, { orderId: 'ORD-2', firstSeenAt: T0 + MINUTE, suspect: why('the newer') });
    await putFinding(pool, id, { orderId: 'ORD-3', suspect: why('the older') });
    const page = (await list()).items;
    expect(page.find(one => one.id === String(id))).toMatchObject({
      cause: cause.en,
      causeText: cause,
      causeKey: 'consumers:mes.inbox',
      suspect: true,
      suspectBecause: { en: 'the older' },
      storm: true,
      customers: 'held',
      verdict: 'our_data',
      verdictBy: 'olga',
      verdictAt: toIso(T0 + MINUTE),
    });
    expect(page.find(one => one.id === String(other))).toMatchObject({ suspect: false, suspectBecause: null });
    expect(page.at(-1)).toMatchObject({ resolution: 'merged', mergedInto: String(id) });
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

  test('a list names all orders of a storm, and fewer of each where there are many incidents', async () => {
    const id = await putIncident(pool);
    await pool.query(
      `insert into alerts.finding (rule, subject, stay, origin, order_id, incident_id, severity, first_seen_at)
       select 'price-missing', 'order:S-' || n, '', 'rule', 'S-' || n, $1, 'warning', $2 from generate_series(1, 5000) n`,
      [id, toIso(T0)],
    );
    const { body } = await api.get(contract.IncidentPage, INCIDENTS);
    expect(body.items[0]).toMatchObject({ orderCount: 5_000, openOrderCount: 5_000 });
    expect(body.items[0]!.orders).toHaveLength(5_000);
    expect([namedInList(1), namedInList(50), namedInList(500)]).toEqual([10_000, 10_000, 1_000]);
  });

  test('a cursor of another sort: 400', async () => {
    await putIncident(pool);
    await putIncident(pool);
    const { nextCursor } = await list('?limit=1');
    expect((await api.refused('GET', `${INCIDENTS}?sort=severity&cursor=${nextCursor}`)).status).toBe(400);
  });
});

describe('one incident', () => {
  const show = async (id: number) => (await api.get(contract.IncidentInFull, `${INCIDENTS}/${id}`)).body;

  test('whole: its history in words, what it is about, who is told next, and the messages that told of it', async () => {
    const id = await putIncident(pool, { nextStepAt: T0 + 2 * HOUR, step: 1 });
    await putFinding(pool, id, { detail: { en: '1,204 messages', ru: '1204 сообщения' } });
    await putEvent(pool, id, { kind: 'opened', detail: { orders: 7, first: ['ORD-1', 'ORD-2'] } });
    const olga = { recipient: 'staff:olga', name: 'Olga', channel: 'sms', messageId: 'm' };
    await putEvent(pool, id, { kind: 'told', at: T0 + MINUTE, detail: { step: 0, round: 0, people: [olga] } });
    await putEvent(pool, id, {
      kind: 'acknowledged',
      by: 'olga',
      detail: { until: toIso(T0 + HOUR), note: 'I call them' },
    });
    const message = aMessage({ about: `incident:${id}`, kind: 'staff', recipient: 'staff:olga' });
    await putMessages(pool, [message]);
    const shown = await show(id);
    expect(shown).toMatchObject({
      id: String(id),
      escalation: 'Next, at 2026-11-20 11:00 UTC: Olga and the Slack channel (step 2 of 2).',
      findings: [
        { subject: 'queue:mes.calc', detail: { en: '1,204 messages', ru: '1204 сообщения' }, resolvedAt: null },
      ],
      messages: [message.id],
    });
    expect(shown.history).toMatchObject([
      { at: toIso(T0), kind: 'opened', by: null, inWords: 'It opened: ORD-1, ORD-2 and 5 more.' },
      { at: toIso(T0 + MINUTE), kind: 'told', by: null, inWords: 'Olga (SMS) was told, step 1.' },
      {
        at: toIso(T0),
        kind: 'acknowledged',
        by: 'olga',
        inWords: 'Olga has taken it on until 2026-11-20 10:00 UTC: I call them',
      },
    ]);
  });

  test('of each order, how long such stays usually are, and why what we know may be late', async () => {
    const id = await putIncident(pool);
    const usual = { p50Ms: 35 * MINUTE, p90Ms: 3 * HOUR, p95Ms: 5 * HOUR, samples: 212, basis: 'partner' } as const;
    const suspect = { en: 'The MES is silent.', ru: 'MES молчит.' };
    await putFinding(pool, id, { orderId: 'ORD-1', since: T0 - DAY, usual, suspect });
    await putFinding(pool, id, { orderId: 'ORD-2', since: T0 - HOUR });
    const { items } = (await api.get(contract.IncidentOrderPage, `${INCIDENTS}/${id}/orders`)).body;
    expect(items).toMatchObject([
      {
        suspect,
        usual: {
          p50: 'PT2100S',
          p90: 'PT10800S',
          samples: 212,
          basis: 'partner',
          inWords: { en: 'usually 35 min (p90 3 h), this one 1 d 1 h' },
        },
      },
      { suspect: null, usual: null },
    ]);
  });

  test('its orders, longest first, page by page', async () => {
    const id = await putIncident(pool);
    await putFinding(pool, id);
    for (const [orderId, since] of Object.entries({ 'ORD-1': T0 - HOUR, 'ORD-2': T0 - DAY, 'ORD-3': T0 - DAY })) {
      await putFinding(pool, id, { orderId, since });
    }
    const first = await api.get(contract.IncidentOrderPage, `${INCIDENTS}/${id}/orders?limit=2`);
    expect(first.body.items).toMatchObject([
      { orderId: 'ORD-2', status: 'SUBMITTED', since: toIso(T0 - DAY), owner: 'mes', resolvedAt: null },
      { orderId: 'ORD-3' },
    ]);
    const rest = `${INCIDENTS}/${id}/orders?limit=2&cursor=${first.body.nextCursor}`;
    const second = await api.get(contract.IncidentOrderPage, rest);
    expect(second.body.items.map(({ orderId }) => orderId)).toEqual(['ORD-1']);
    expect(second.body.nextCursor).toBeNull();
  });

  test('a storm: all of its orders in one answer', async () => {
    const id = await putIncident(pool);
    await pool.query(
      `insert into alerts.finding (rule, subject, stay, origin, order_id, incident_id, severity, since, first_seen_at)
       select 'price-missing', 'order:ORD-' || n, 's', 'rule', 'ORD-' || n, $1, 'critical', $2, $2
         from generate_series(1, 5000) as n`,
      [id, new Date(T0)],
    );
    const { orders, orderCount } = await show(id);
    expect([orders.length, new Set(orders).size, orderCount]).toEqual([5000, 5000, 5000]);
  });

  test.each(['nothing', '0', '12', '99999999999999999999', '%00'])('no incident %s: 404', async id => {
    expect((await api.refused('GET', `${INCIDENTS}/${id}`)).problem.type).toBe(
      'urn:orderwatch:problem:no-such-incident',
    );
    expect((await api.refused('GET', `${INCIDENTS}/${id}/orders`)).status).toBe(404);
    expect((await api.refused('POST', `${INCIDENTS}/${id}/resolve`, { body: '{}' })).status).toBe(404);
  });
});

describe('what is done with it', () => {
  const ask = async (id: number, command: string, body: object = {}) =>
    (await api.post(contract.IncidentInFull, `${INCIDENTS}/${id}/${command}`, JSON.stringify(body))).body;

  test('taken on, by the name of the key, until the end that the configuration says', async () => {
    const taken = await ask(await putIncident(pool), 'acknowledge');
    expect(taken).toMatchObject({
      state: 'acknowledged',
      acknowledgedBy: 'tests',
      acknowledgedAt: toIso(T0 + HOUR),
      until: toIso(T0 + 25 * HOUR),
      escalation: 'tests has taken it on: nobody is told before 2026-11-21 10:00 UTC.',
    });
  });

  test('said whether it was real, when it is taken on, when it is over and later; the last word counts', async () => {
    const id = await putIncident(pool);
    expect(await ask(id, 'acknowledge', { by: 'olga', verdict: 'not_real' })).toMatchObject({
      state: 'acknowledged',
      verdict: 'not_real',
      verdictBy: 'olga',
    });
    await ask(id, 'resolve', { by: 'olga', verdict: 'our_data' });
    const last = await ask(id, 'verdict', { verdict: 'real', note: 'a ring was lost' });
    expect(last).toMatchObject({ state: 'resolved', verdict: 'real', verdictBy: 'tests', verdictAt: toIso(T0 + HOUR) });
    expect(last.history.filter(({ kind }) => kind === 'verdict').map(({ inWords }) => inWords)).toEqual([
      'Olga said: it was not real.',
      'Olga said: our data was wrong.',
      'tests said: it was real: a ring was lost',
    ]);
  });

  test('said whether customers are told of delays', async () => {
    const id = await putIncident(pool, { customers: 'held' });
    expect(await ask(id, 'customers', { tell: true, by: 'olga' })).toMatchObject({
      customers: 'released',
      customersBy: 'olga',
      customersAt: toIso(T0 + HOUR),
    });
    expect(await ask(id, 'customers', { tell: false })).toMatchObject({ customers: 'refused', customersBy: 'tests' });
  });

  test('taken on for somebody, with an end and a note; given back; noted', async () => {
    const id = await putIncident(pool);
    expect(await ask(id, 'acknowledge', { by: 'olga', for: 'PT4H', note: 'I call them' })).toMatchObject({
      acknowledgedBy: 'olga',
      until: toIso(T0 + 5 * HOUR),
    });
    expect(await ask(id, 'notes', { text: 'They call back', by: 'ivan' })).toMatchObject({ state: 'acknowledged' });
    const back = await ask(id, 'unacknowledge', { by: 'olga' });
    expect(back).toMatchObject({ state: 'open', acknowledgedBy: null });
    expect(back.history.map(({ inWords }) => inWords)).toEqual([
      'Olga has taken it on until 2026-11-20 14:00 UTC: I call them',
      'ivan noted: They call back',
      'Olga gave it back.',
    ]);
  });

  test('put off, and resolved; what is resolved: 409 with a sentence', async () => {
    const id = await putIncident(pool);
    const until = toIso(T0 + DAY);
    expect(await ask(id, 'snooze', { until, reason: 'The MES is being updated' })).toMatchObject({
      state: 'snoozed',
      until,
    });
    const resolved = await ask(id, 'resolve', { reason: 'It was a test' });
    expect(resolved).toMatchObject({ state: 'resolved', resolvedAt: toIso(T0 + HOUR) });
    expect(resolved.history.at(-1)!.inWords).toBe('tests resolved it: It was a test');
    const { status, problem } = await api.refused('POST', `${INCIDENTS}/${id}/acknowledge`, { body: '{}' });
    expect([status, problem.type, problem.detail]).toEqual([
      409,
      'urn:orderwatch:problem:not-done',
      expect.stringMatching(/^It was resolved by tests/),
    ]);
  });

  test.each([
    ['acknowledge', { until: toIso(T0) }, 'body.until'],
    ['acknowledge', { until: toIso(T0 + DAY), for: 'PT1H' }, 'body'],
    ['acknowledge', { for: '4 hours' }, 'body.for'],
    ['acknowledge', { by: ' ' }, 'body.by'],
    ['acknowledge', { who: 'olga' }, 'body.who'],
    ['snooze', {}, 'body'],
    ['snooze', { until: '2026-02-30' }, 'body.until'],
    ['resolve', { reason: 7 }, 'body.reason'],
    ['resolve', { verdict: 'maybe' }, 'body.verdict'],
    ['verdict', {}, 'body.verdict'],
    ['verdict', { verdict: 'not-real' }, 'body.verdict'],
    ['customers', { tell: 'yes' }, 'body.tell'],
    ['notes', {}, 'body.text'],
    ['notes', { text: 'half of \ud83d' }, 'body.text'],
    ['acknowledge', { for: 'P99999999D' }, 'body.for'],
    ['snooze', { for: 'P99999Y' }, 'body.for'],
    ['notes', [], 'body'],
  ])('%s with %j: 400', async (command, body, parameter) => {
    const id = await putIncident(pool);
    const { status, problem } = await api.refused('POST', `${INCIDENTS}/${id}/${command}`, {
      body: JSON.stringify(body),
    });
    expect([status, problem.parameter]).toEqual([400, parameter]);
  });

  test('a body that is no object is told what it must be', async () => {
    const id = await putIncident(pool);
    const { problem } = await api.refused('POST', `${INCIDENTS}/${id}/acknowledge`, { body: '[]' });
    expect(problem.detail).toBe('The body must be a JSON object such as {}.');
  });

  test('without a key: 401; by another method: 405', async () => {
    const id = await putIncident(pool);
    const headers = { authorization: 'Bearer nothing' };
    expect((await api.refused('POST', `${INCIDENTS}/${id}/resolve`, { body: '{}', headers })).status).toBe(401);
    expect((await api.refused('GET', `${INCIDENTS}/${id}/resolve`)).status).toBe(405);
  });
});

test('the timeline of an order has its incident among what happened', async () => {
  await api.ledger.record(arrivals([anEvent({ orderId: 'T-1', occurredAt: T0 - HOUR })]));
  const id = await putIncident(pool);
  await putFinding(pool, id, { orderId: 'T-1', since: T0 - HOUR });
  await putEvent(pool, id, { kind: 'acknowledged', at: T0 + MINUTE, by: 'olga' });
  const { items } = (await api.get(contract.TimelinePage, '/api/v1/orders/T-1/timeline')).body;
  expect(items.map(({ kind, by, title }) => [kind, by, title])).toEqual([
    ['event', 'shop', 'shop says SUBMITTED'],
    ['transition', 'shop', 'SUBMITTED'],
    ['incident', 'orderwatch', `Incident ${id} opened: Orders wait for their price`],
    ['incident', 'Olga', `Incident ${id} was taken on`],
  ]);
  expect(items.at(-1)).toMatchObject({ eventId: `incident:${id}`, data: { incident: String(id) } });
});
