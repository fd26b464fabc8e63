import { beforeEach, describe, expect, test } from 'vitest';
import { putEvent, putFinding, putIncident, toldTo } from '../../alerts/incident-rows-under-test.ts';
import { rotation } from '../../alerts/rotation.ts';
import { alertSettings, aPerson, ruleThatSees } from '../../alerts/settings-under-test.ts';
import { aMessage, putMessages } from '../../notifier/message-rows-under-test.ts';
import { toIso } from '../../platform/clock.ts';
import { testDatabase } from '../../test/support/database.ts';
import { anEvent, arrivals, DAY, HOUR, MINUTE, T0 } from '../../test/support/factory.ts';
import { everyAuditRow } from '../../tracker/audit/audit-rows.ts';
import { admitTestKey, apiUnderTest } from '../api-under-test.ts';
import { contract } from '../contract.ts';

const { pool } = await testDatabase();
await admitTestKey(pool);
const later = (ms: number) => (since: number) => since + ms;
const settings = alertSettings({
  rules: [ruleThatSees({ now: [] })],
  // The key of these tests is Tess's own.
  people: { olga: aPerson('Olga', { phone: '+79161234567' }), ivan: aPerson('Ivan'), tess: aPerson('tests') },
  teams: { support: ['olga'], workshop: ['tess'] },
  routes: { workshop: { info: null, warning: 'daily', critical: 'daily' } },
  rotations: {
    mes: rotation({ zone: 'Europe/Moscow', from: '2026-11-20T12:00', shift: 'P1D', people: ['ivan', 'tess'] }),
  },
  chains: {
    daily: {
      steps: [
        { after: null, tell: [{ kind: 'onCall', rotation: 'mes' }], channels: null },
        { after: later(HOUR), tell: [{ kind: 'person', person: 'olga' }, { kind: 'slack' }], channels: ['sms'] },
      ],
      repeat: { from: 1, times: 1, after: later(DAY) },
      calendar: null,
    },
  },
});
const api = await apiUnderTest(pool, undefined, undefined, undefined, settings);

beforeEach(async () => {
  await pool.query('truncate alerts.incident, alerts.silence, alerts.on_call_override cascade');
  await pool.query('truncate notifier.message, notifier.message_event');
  api.clock.set(T0 + HOUR);
});

const INCIDENTS = '/api/v1/incidents';
const bulk = async (body: object) =>
  (await api.post(contract.BulkOutcome, `${INCIDENTS}/bulk`, JSON.stringify(body))).body;
const audit = async () => {
  const rows = [];
  for await (const row of everyAuditRow(pool)) rows.push(row);
  return rows;
};
const states = async () =>
  (await pool.query<{ id: number; state: string }>('select id, state from alerts.incident order by id')).rows.map(
    ({ id, state }) => `${id} ${state}`,
  );

describe('several at once', () => {
  test('what would happen to each, whom it keeps from being told, and whose customers wait; then the same is done', async () => {
    await api.ledger.record(arrivals([anEvent({ orderId: 'ORD-1', promisedAt: T0 }), anEvent({ orderId: 'ORD-2' })]));
    const told = await putIncident(pool, { step: 1, nextStepAt: T0 + 2 * HOUR, customers: 'held', openedAt: T0 });
    await putEvent(pool, told, { kind: 'opened' });
    await putFinding(pool, told, { orderId: 'ORD-1' });
    await putFinding(pool, told, { orderId: 'ORD-2' });
    const quiet = await putIncident(pool, { severity: 'info' });
    // By links in mails, which know people by their short names.
    const mine = await putIncident(pool, { state: 'acknowledged', acknowledgedBy: 'tess' });
    const ofOlga = await putIncident(pool, {
      ...({ state: 'acknowledged', acknowledgedBy: 'olga', acknowledgedAt: T0 + 57 * MINUTE } as const),
    });
    const over = await putIncident(pool, { state: 'resolved', resolvedBy: 'Ivan', resolvedAt: T0 });
    const ids = [told, quiet, mine, ofOlga, over, 4711].map(String);

    const before = await states();
    const preview = await bulk({ ids, action: 'acknowledge', dryRun: true });
    expect(await states()).toEqual(before);
    expect(preview).toMatchObject({
      dryRun: true,
      group: null,
      until: toIso(T0 + 25 * HOUR),
      counts: { done: 2, unchanged: 1, refused: 3, orders: 2, steps: 1, waitingCustomers: 1 },
      people: [
        { name: 'Olga', messages: 1, first: toIso(T0 + 2 * HOUR) },
        { name: 'Slack', messages: 1, first: toIso(T0 + 2 * HOUR) },
      ],
      items: [
        {
          outcome: 'done',
          orders: 2,
          customers: 'held',
          waitingCustomers: 1,
          stops: [{ step: 2, round: 0, people: [{ name: 'Olga', channel: 'sms' }, { name: 'Slack' }] }],
        },
        { outcome: 'done', stops: [] },
        { outcome: 'unchanged', why: 'You have it already.', acknowledgedBy: 'tess', acknowledgedByYou: true },
        {
          ...{ outcome: 'refused', why: 'Olga has it: acknowledged 3 minutes ago.' },
          ...{ acknowledgedBy: 'olga', acknowledgedByName: 'Olga', acknowledgedByYou: false },
        },
        { outcome: 'refused', why: 'It was resolved by Ivan at 2026-11-20T09:00:00.000Z.' },
        { outcome: 'refused', why: 'There is no incident 4711.', title: null },
      ],
    });

    // What one saw in the preview is what is done: somebody else has taken one of them meanwhile.
    const expected = preview.items.flatMap(({ id, version }) => (version === null ? [] : [{ id, version }]));
    const stale = expected.map(one => (one.id === String(quiet) ? { ...one, version: 'another' } : one));
    const asked = { ids, action: 'acknowledge', expected: stale };
    const refused = await api.refused('POST', `${INCIDENTS}/bulk`, { body: JSON.stringify(asked) });
    expect([refused.status, refused.problem.changed]).toEqual([
      412,
      [{ id: String(quiet), why: expect.stringMatching(/\.$/) }],
    ]);
    expect(await states()).toEqual(before);

    const wish = { ids, action: 'acknowledge', note: 'I call the MES', expected };
    const { dryRun, group, ...done } = await bulk(wish);
    expect([dryRun, group]).toEqual([false, expect.any(String)]);
    expect(done.counts).toEqual(preview.counts);
    expect(done.items[0]).toMatchObject({ state: 'acknowledged', acknowledgedBy: 'tests' });
    const audited = await audit();
    expect(audited.filter(({ action }) => action === 'incident.acknowledged')).toMatchObject(
      [told, quiet].map(id => ({
        who: 'tests',
        reason: 'I call the MES',
        subject: { kind: 'incident', id: String(id) },
        before: { state: 'open' },
        after: { state: 'acknowledged', group, together: 2 },
      })),
    );
    const { rows } = await pool.query('select next_step_at from alerts.incident where id = $1', [told]);
    expect(rows).toEqual([{ next_step_at: null }]);
  });

  test('all that pass a filter are resolved, with what was found in them; and nothing else', async () => {
    const queue = await putIncident(pool, { rule: 'queue-full' });
    const id = await putIncident(pool);
    await putFinding(pool, id, { orderId: 'ORD-1' });
    const filter = { state: 'unresolved', team: 'support', q: 'WAIT FOR' };
    expect(await bulk({ filter, action: 'resolve', note: 'The MES is back' })).toMatchObject({
      until: null,
      counts: { done: 1 },
      items: [{ id: String(id), state: 'resolved' }],
    });
    expect(await states()).toEqual([`${queue} open`, `${id} resolved`]);
    const { rows } = await pool.query('select resolution from alerts.finding');
    expect(rows).toEqual([{ resolution: 'by_hand' }]);
  });

  test('put off until then', async () => {
    const id = await putIncident(pool);
    const asked = { ids: [String(id)], action: 'snooze', for: 'PT4H' };
    expect(await bulk(asked)).toMatchObject({ until: toIso(T0 + 5 * HOUR), items: [{ state: 'snoozed' }] });
    expect(await bulk(asked)).toMatchObject({ counts: { unchanged: 1 }, group: null });
  });

  test.each([
    [{ action: 'acknowledge' }, 'body'],
    [{ ids: ['1'], filter: {}, action: 'acknowledge' }, 'body'],
    [{ ids: [], action: 'acknowledge' }, 'body.ids'],
    [{ ids: ['1'], action: 'forget' }, 'body.action'],
    [{ ids: ['1'], action: 'snooze' }, 'body'],
    [{ ids: ['1'], action: 'resolve', for: 'PT1H' }, 'body'],
    [{ ids: ['1'], action: 'snooze', until: toIso(T0) }, 'body.until'],
  ])('%j: 400', async (body, parameter) => {
    const { status, problem } = await api.refused('POST', `${INCIDENTS}/bulk`, { body: JSON.stringify(body) });
    expect([status, problem.parameter]).toEqual([400, parameter]);
  });
});

test('the list by who asks, since when, for which team and by what is typed; with how things stand', async () => {
  const mine = await putIncident(pool, { state: 'acknowledged', acknowledgedBy: 'tess', openedAt: T0 - DAY });
  const open = await putIncident(pool, { severity: 'critical', customers: 'held' });
  const other = await putIncident(pool, { rule: 'queue-full', about: 'queue:mes.calc', openedAt: T0 + MINUTE });
  await putFinding(pool, open, { orderId: 'ORD-7' });
  await putFinding(pool, open, { orderId: 'ORD-8' });
  const list = async (query: string) => (await api.get(contract.IncidentPage, `${INCIDENTS}?${query}`)).body;
  const ids = async (query: string) => (await list(query)).items.map(({ id }) => Number(id));
  expect(await ids('mine=true')).toEqual([mine]);
  expect(await ids(`since=${toIso(T0)}`)).toEqual([other, open]);
  expect(await ids('team=workshop')).toEqual([open, mine]);
  expect(await ids('team=nobody')).toEqual([]);
  expect(await ids('q=mes.CALC')).toEqual([other]);
  expect(await ids(`q=%23${open}`)).toEqual([open]);
  expect(await ids('q=ORD-7')).toEqual([open]);
  const inList = (await list('mine=true')).items[0]!;
  const inFull = (await api.get(contract.IncidentInFull, `${INCIDENTS}/${mine}`)).body;
  const held = { acknowledgedBy: 'tess', acknowledgedByName: 'tests', acknowledgedByYou: true };
  expect([inList, inFull]).toMatchObject([held, held]);
  const page = await list('state=unresolved&orders=1');
  expect(page.items.find(({ id }) => id === String(open))).toMatchObject({
    ...{ orders: ['ORD-7'], orderCount: 2 },
    ...{ acknowledgedBy: null, acknowledgedByName: null, acknowledgedByYou: false },
  });
  expect(page.counts).toEqual({
    ...{ open: 2, acknowledged: 1, snoozed: 0, critical: 1, mine: 1, orders: 2, customersHeld: 1 },
    oldestOpenAt: toIso(T0),
  });
});

test('who decides by what they have read is told when somebody was faster, by whom and when', async () => {
  const id = await putIncident(pool, { openedAt: T0 });
  const path = `${INCIDENTS}/${id}`;
  const read = await api.get(contract.IncidentInFull, path);
  const seen = { 'if-match': read.headers.get('etag')! };
  const taken = JSON.stringify({ by: 'Olga' });
  // More of the same joins: nothing that anybody has to think about anew.
  await putFinding(pool, id, { orderId: 'ORD-1' });
  const first = await api.post(contract.IncidentInFull, `${path}/acknowledge`, taken, { headers: seen });
  api.clock.set(T0 + HOUR + 3 * MINUTE);
  const late = await api.refused('POST', `${path}/snooze`, { body: '{"for":"PT4H"}', headers: seen });
  expect([late.status, late.problem.detail]).toEqual([
    412,
    'Olga has acknowledged it 3 minutes ago. Read it again, and decide anew.',
  ]);
  const anew = { headers: { 'if-match': first.headers.get('etag')! } };
  expect((await api.post(contract.IncidentInFull, `${path}/resolve`, '{}', anew)).body.state).toBe('resolved');
});

describe('around an incident', () => {
  const around = async (id: number) => (await api.get(contract.IncidentContext, `${INCIDENTS}/${id}/context`)).body;

  test('who was told and whether it arrived, who is told next and when, what came before, where to look', async () => {
    const before = await putIncident(pool, {
      ...({ state: 'resolved', openedAt: T0 - 9 * DAY, resolvedBy: 'Ivan', causeKey: 'consumers:mes.inbox' } as const),
      ...({ rule: 'other', verdict: 'real', verdictBy: 'Ivan' } as const),
    });
    await putEvent(pool, before, { kind: 'resolved', by: 'Ivan', detail: { reason: 'restarted the consumer' } });
    const sameRule = await putIncident(pool, { state: 'resolved', openedAt: T0 - 2 * DAY });
    await putIncident(pool, { state: 'resolved', openedAt: T0 - DAY, rule: 'another', about: 'crm' });
    const id = await putIncident(pool, {
      ...{ step: 1, nextStepAt: T0 + 2 * HOUR, causeKey: 'consumers:mes.inbox' },
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    });
    const message = aMessage({ about: `incident:${id}`, kind: 'staff', recipient: 'staff:olga', state: 'delivered' });
    await putMessages(pool, [message]);
    const people = [{ ...toldTo('olga')[0]!, messageId: message.id }];
    await putEvent(pool, id, { kind: 'told', at: T0, detail: { step: 0, round: 0, people } });
    const shown = await around(id);
    expect(shown.escalation).toMatchObject({
      of: 2,
      resumesAt: null,
      steps: [
        { state: 'told', step: 1, people: [{ name: 'Olga', message: { id: message.id, state: 'delivered' } }] },
        {
          state: 'next',
          step: 2,
          at: toIso(T0 + 2 * HOUR),
          people: [{ name: 'Olga', channel: 'sms', message: null }, {}],
        },
        { state: 'ahead', step: 2, round: 1, at: toIso(T0 + 26 * HOUR) },
      ],
    });
    expect(shown.similar).toMatchObject([
      { id: String(before), sameCause: true, reason: 'restarted the consumer', resolvedBy: 'Ivan', verdict: 'real' },
      { id: String(sameRule), sameCause: false, resolvedBy: null },
    ]);
    expect(shown.links).toEqual({
      runbook: null,
      trace: 'https://jaeger.example/trace/0af7651916cd43dd8448eb211c80319c',
      board: `https://grafana.example/d/orderwatch-orders?from=${T0 - HOUR}&to=${T0 + HOUR}`,
    });
  });

  test('of one that is taken on: what comes when that ends; of one that is over: nothing', async () => {
    const taken = await putIncident(pool, { state: 'acknowledged', step: 1, until: T0 + 9 * HOUR });
    expect((await around(taken)).escalation).toMatchObject({
      resumesAt: toIso(T0 + 9 * HOUR),
      steps: [{ state: 'next', step: 1, at: toIso(T0 + 9 * HOUR), people: [{ name: 'Ivan' }] }, {}, {}],
    });
    const over = await putIncident(pool, { state: 'resolved' });
    expect((await around(over)).escalation).toMatchObject({ resumesAt: null, steps: [] });
    expect((await api.refused('GET', `${INCIDENTS}/4711/context`)).status).toBe(404);
  });
});

describe('on call', () => {
  const calendar = async (query = '') =>
    (await api.get(contract.OnCallCalendar, `/api/v1/on-call/calendar${query}`)).body;

  test('who has it now and next, the coming days, teams, and who asks; who is ill says so alone', async () => {
    expect(await calendar('?days=2')).toMatchObject({
      me: 'tess',
      to: toIso(T0 + HOUR + 2 * DAY),
      rotations: [
        {
          now: { person: 'ivan', why: 'turn' },
          next: { person: 'tess', name: 'tests', from: toIso(T0 + DAY) },
          shifts: [{ person: 'ivan' }, { person: 'tess' }, { person: 'ivan', to: toIso(T0 + HOUR + 2 * DAY) }],
        },
      ],
      teams: [{ team: 'support' }, { people: [{ person: 'tess', onCall: [], nextOnCall: { from: toIso(T0 + DAY) } }] }],
    });
    const AWAY = '/api/v1/on-call/away/me';
    const asked = JSON.stringify({ for: 'P3D', reason: 'ill' });
    expect((await api.post(contract.OnCallOverride, AWAY, asked)).body).toMatchObject({ kind: 'away', person: 'tess' });
    const [mes] = (await calendar()).rotations;
    expect(mes!.shifts[1]).toMatchObject({
      person: 'ivan',
      why: 'absence',
      instead: { person: 'tess' },
      override: { reason: 'ill' },
    });
    expect((await api.ask(contract.OnCallOverridePage, 'DELETE', AWAY)).body.items).toHaveLength(1);
    expect((await api.refused('DELETE', AWAY)).problem.detail).toBe('You are not away.');
    const audited = (await audit()).filter(({ subject }) => subject.kind === 'absence');
    expect(audited.map(({ action }) => action)).toEqual(['absence.created', 'absence.ended']);
  });

  test('what a silence would have kept quiet, and what it would now; then it ends later', async () => {
    const match = { severity: 'warning' };
    const loud = await putIncident(pool, { state: 'resolved', openedAt: T0 - DAY });
    await putEvent(pool, loud, {
      kind: 'told',
      at: T0 - DAY,
      detail: { step: 0, round: 0, people: toldTo('olga', 'ivan') },
    });
    const old = await putIncident(pool, { state: 'resolved', openedAt: T0 - 9 * DAY });
    await putEvent(pool, old, { kind: 'told', at: T0 - 9 * DAY, detail: { people: toldTo('olga') } });
    const critical = await putIncident(pool, { severity: 'critical' });
    await putEvent(pool, critical, { kind: 'told', at: T0, detail: { people: toldTo('olga') } });
    const open = await putIncident(pool);
    const { body } = await api.post(contract.SilencePreview, '/api/v1/silences/preview', JSON.stringify({ match }));
    expect(body).toMatchObject({
      told: 2,
      muted: { incidents: 1, messages: 2, critical: 0, first: [{ id: String(loud), messages: 2 }] },
      held: { incidents: 1, first: [{ id: String(open) }] },
    });
    const made = { match, for: 'PT4H', reason: 'x' };
    const { id } = (await api.post(contract.Silence, '/api/v1/silences', JSON.stringify(made))).body;
    const path = `/api/v1/silences/${id}/end`;
    const moved = await api.post(contract.Silence, path, JSON.stringify({ until: toIso(T0 + DAY) }));
    expect(moved.body.until).toBe(toIso(T0 + DAY));
    const tooLong = { body: JSON.stringify({ for: 'P91D' }) };
    expect((await api.refused('POST', path, tooLong)).problem.detail).toMatch(/at most 90 days/);
    expect((await audit()).at(-1)).toMatchObject({
      action: 'silence.moved',
      after: { until: toIso(T0 + DAY) },
    });
  });
});

test('a shift is handed over: what came and went, what is promised, what fails, what ends, and who comes next', async () => {
  const handover = async (query = '') => (await api.get(contract.Handover, `/api/v1/handover${query}`)).body;
  const old = await putIncident(pool, { openedAt: T0 - 9 * DAY });
  await putEvent(pool, old, { kind: 'acknowledged', at: T0 + MINUTE, by: 'olga', detail: { note: 'Обещали к 18:00' } });
  const fresh = await putIncident(pool, { openedAt: T0 + MINUTE });
  await putFinding(pool, fresh, { orderId: 'ORD-1' });
  await putEvent(pool, fresh, {
    kind: 'note',
    at: T0 + 2 * MINUTE,
    by: 'olga',
    detail: { text: 'It is the consumer' },
  });
  await putEvent(pool, fresh, { kind: 'note', at: T0 - DAY, by: 'olga', detail: { text: 'before the shift' } });
  const closed = await putIncident(pool, { state: 'resolved', openedAt: T0 - DAY, resolvedAt: T0 + MINUTE });
  await putIncident(pool, { state: 'resolved', openedAt: T0 - 2 * DAY, resolvedAt: T0 - DAY });
  await putIncident(pool, { shadow: true, openedAt: T0 + MINUTE });
  await putMessages(pool, [aMessage({ state: 'failed', queuedAt: T0 + MINUTE, reason: 'rejected' })]);
  await api.ledger.record(arrivals([anEvent({ orderId: 'ORD-5' })]));
  const notes = [
    { written: T0 - MINUTE, text: 'before the shift' },
    { written: T0 + 2 * MINUTE, text: 'Asked to call back, +7 916 123-45-67 or anna@mail.example' },
    { written: T0 + 3 * MINUTE, text: 'The stone is not there' },
  ];
  for (const { written, text } of notes) {
    api.clock.set(written);
    await api.post(contract.OrderHands, '/api/v1/orders/ORD-5/notes', JSON.stringify({ text }));
  }
  api.clock.set(T0 + HOUR);
  const silence = { match: { rule: 'price-missing' }, for: 'PT4H', reason: 'The MES moves' };
  await api.post(contract.Silence, '/api/v1/silences', JSON.stringify(silence));

  const shown = await handover('?rotation=mes');
  expect(shown).toMatchObject({
    from: toIso(T0),
    to: toIso(T0 + HOUR),
    opened: { count: 1, first: [{ id: String(fresh), orders: 1 }] },
    closed: { count: 1, first: [{ id: String(closed) }] },
    acknowledged: { count: 1, first: [{ id: String(old) }] },
    oldestOpen: { count: 2, first: [{ id: String(old) }, { id: String(fresh) }] },
    notes: [
      { incident: String(old), promise: true, by: 'olga' },
      { incident: String(fresh), text: 'It is the consumer', promise: false },
    ],
    orderNotes: [
      {
        ...{ orderId: 'ORD-5', by: 'tests', at: toIso(T0 + 2 * MINUTE), promise: true },
        text: 'Asked to call back, … or …',
      },
      { orderId: 'ORD-5', text: 'The stone is not there', promise: false },
    ],
    silencesEnding: [{ author: 'tests', about: ['price-missing'] }],
    failedMessages: { byChannel: [{ messages: 1 }], first: [{ state: 'failed' }] },
    onCall: [{ rotation: 'mes', now: { person: 'ivan' }, next: { person: 'tess', from: toIso(T0 + DAY) } }],
  });
  expect((await handover()).from).toBe(toIso(T0 - 11 * HOUR));
  for (const [query, parameter] of Object.entries({
    '?rotation=none': 'rotation',
    [`?from=${toIso(T0 + DAY)}`]: 'from',
  })) {
    expect((await api.refused('GET', `/api/v1/handover${query}`)).problem.parameter).toBe(parameter);
  }
});
