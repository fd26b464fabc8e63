import { beforeEach, describe, expect, test } from 'vitest';
import { alertSettings, aPerson, ruleThatSees } from '../alerts/settings-under-test.ts';
import { toIso } from '../platform/clock.ts';
import { testDatabase } from '../test/support/database.ts';
import { DAY, HOUR, T0 } from '../test/support/factory.ts';
import { admitTestKey, apiUnderTest } from './api-under-test.ts';
import { contract } from './contract.ts';

const { pool } = await testDatabase();
await admitTestKey(pool);
/** Olga and Ivan by turns, a day each, from T0 on. */
const settings = alertSettings({
  rules: [ruleThatSees({ now: [] })],
  people: { olga: aPerson('Olga'), ivan: aPerson('Ivan') },
  rotations: {
    mes: {
      zone: 'Europe/Moscow',
      people: ['olga', 'ivan'],
      shiftAt: at => {
        const index = Math.floor((at - T0) / DAY);
        return { index, from: T0 + index * DAY, to: T0 + (index + 1) * DAY };
      },
    },
  },
});
const api = await apiUnderTest(pool, undefined, undefined, undefined, settings);

beforeEach(async () => {
  await pool.query('truncate alerts.silence, alerts.on_call_override');
  api.clock.set(T0);
});

const SILENCES = '/api/v1/silences';
const ON_CALL = '/api/v1/on-call';

const badly = async (path: string, body: object) => {
  const { status, problem } = await api.refused('POST', path, { body: JSON.stringify(body) });
  return [status, problem.parameter];
};

describe('silences', () => {
  const create = (body: object) => api.post(contract.Silence, SILENCES, JSON.stringify(body));
  const list = async () => (await api.get(contract.SilencePage, SILENCES)).body.items;

  test('one is made, listed and ended', async () => {
    const { status, body } = await create({
      match: { rule: 'price-missing' },
      for: 'PT4H',
      reason: 'The MES is updated',
    });
    expect([status, body]).toEqual([
      201,
      {
        id: body.id,
        kind: 'silence',
        match: { rule: ['price-missing'] },
        from: toIso(T0),
        version: expect.any(String),
        until: toIso(T0 + 4 * HOUR),
        author: 'tests',
        reason: 'The MES is updated',
        createdAt: toIso(T0),
        endedAt: null,
        endedBy: null,
      },
    ]);
    expect(await list()).toEqual([body]);
    api.clock.set(T0 + HOUR);
    const asSeen = { headers: { 'if-match': `"${body.version}"` } };
    const longer = { ...asSeen, body: JSON.stringify({ until: toIso(T0 + 5 * HOUR) }) };
    const moved = await api.ask(contract.Silence, 'POST', `${SILENCES}/${body.id}/end`, longer);
    // Whoever has seen the former end does not end what somebody has just made longer.
    expect((await api.refused('DELETE', `${SILENCES}/${body.id}`, asSeen)).status).toBe(412);
    const match = { headers: { 'if-match': moved.headers.get('etag')! } };
    const ended = await api.ask(contract.Silence, 'DELETE', `${SILENCES}/${body.id}`, match);
    expect(ended.body).toMatchObject({ endedAt: toIso(T0 + HOUR), endedBy: 'tests' });
    expect(await list()).toEqual([]);
    expect((await api.refused('DELETE', `${SILENCES}/${body.id}`)).problem.detail).toMatch(
      /^The silence has ended already/,
    );
  });

  test('maintenance that begins later, by somebody, of several things', async () => {
    const { body } = await create({
      kind: 'maintenance',
      match: { about: ['mes', 'crm'], severity: ['warning'], partner: 'acme' },
      from: toIso(T0 + DAY),
      for: 'PT2H',
      reason: 'Planned',
      by: 'olga',
    });
    expect(body).toMatchObject({
      kind: 'maintenance',
      match: { about: ['mes', 'crm'], severity: ['warning'], partner: ['acme'] },
      from: toIso(T0 + DAY),
      until: toIso(T0 + DAY + 2 * HOUR),
      author: 'olga',
    });
  });

  test.each([
    [{ match: { rule: 'x' }, reason: 'x' }, 'body'],
    [{ match: { rule: 'x' }, for: 'PT1H' }, 'body.reason'],
    [{ match: { rule: 'x' }, for: 'PT1H', until: toIso(T0 + DAY), reason: 'x' }, 'body'],
    [{ match: { rule: 'x' }, until: toIso(T0 - DAY), reason: 'x' }, 'body.until'],
    [{ match: { rule: [] }, for: 'PT1H', reason: 'x' }, 'body.match.rule'],
    [{ match: { severity: 'loud' }, for: 'PT1H', reason: 'x' }, 'body.match.severity'],
    [{ match: { colour: 'red' }, for: 'PT1H', reason: 'x' }, 'body.match.colour'],
    [{ match: { order: '\ud83d' }, for: 'PT1H', reason: 'x' }, 'body.match.order'],
    [{ match: { rule: 'x' }, from: '9999-12-31', for: 'P30D', reason: 'x' }, 'body.for'],
    [{ kind: 'pause', match: { rule: 'x' }, for: 'PT1H', reason: 'x' }, 'body.kind'],
  ])('%j: 400', async (body, parameter) => {
    expect(await badly(SILENCES, body)).toEqual([400, parameter]);
  });

  test('what makes no sense: 409 with a sentence; of none: 404', async () => {
    const { status, problem } = await api.refused('POST', SILENCES, { body: '{"for":"PT1H","reason":"x"}' });
    expect([status, problem.detail]).toEqual([409, expect.stringMatching(/^Say what is silenced/)]);
    expect((await api.refused('DELETE', `${SILENCES}/17`)).status).toBe(404);
    expect((await api.refused('DELETE', `${SILENCES}/x`)).status).toBe(404);
  });
});

describe('on call', () => {
  const onCall = async (query = '') => (await api.get(contract.OnCall, `${ON_CALL}${query}`)).body;
  const enter = (kind: string, body: object) =>
    api.post(contract.OnCallOverride, `${ON_CALL}/${kind}`, JSON.stringify(body));

  test('who is on call now, and who comes next', async () => {
    const { at, rotations, overrides } = await onCall();
    expect([at, overrides]).toEqual([toIso(T0), []]);
    expect(rotations).toMatchObject([{ rotation: 'mes', zone: 'Europe/Moscow' }]);
    expect(rotations[0]!.shifts.slice(0, 2)).toEqual([
      { person: 'olga', name: 'Olga', from: toIso(T0), to: toIso(T0 + DAY) },
      { person: 'ivan', name: 'Ivan', from: toIso(T0 + DAY), to: toIso(T0 + 2 * DAY) },
    ]);
    const later = await onCall(`?at=${toIso(T0 + DAY)}`);
    expect(later.rotations[0]!.shifts[0]).toMatchObject({ person: 'ivan' });
  });

  test('somebody stands in, until that is ended', async () => {
    const { status, body } = await enter('overrides', { rotation: 'mes', person: 'ivan', for: 'PT8H', by: 'olga' });
    expect([status, body]).toEqual([
      201,
      {
        id: body.id,
        kind: 'override',
        rotation: 'mes',
        person: 'ivan',
        from: toIso(T0),
        until: toIso(T0 + 8 * HOUR),
        author: 'olga',
        reason: null,
      },
    ]);
    const { rotations, overrides } = await onCall();
    expect([rotations[0]!.shifts[0]!.person, overrides]).toEqual(['ivan', [body]]);
    expect((await api.ask(contract.OnCallOverride, 'DELETE', `${ON_CALL}/overrides/${body.id}`)).status).toBe(200);
    expect((await onCall()).overrides).toEqual([]);
  });

  test('somebody is away, and back', async () => {
    const until = toIso(T0 + DAY);
    const { body } = await enter('away', { person: 'olga', until, reason: 'Ill' });
    expect(body).toMatchObject({ kind: 'away', rotation: null, person: 'olga', until, author: 'tests', reason: 'Ill' });
    expect((await api.ask(contract.OnCallOverride, 'DELETE', `${ON_CALL}/away/${body.id}`)).status).toBe(200);
    expect((await api.refused('DELETE', `${ON_CALL}/away/${body.id}`)).status).toBe(409);
    expect((await api.refused('DELETE', `${ON_CALL}/away/999`)).status).toBe(404);
  });

  test.each([
    ['overrides', { person: 'ivan', for: 'PT8H' }, 'body.rotation'],
    ['overrides', { rotation: 'mes', person: 'ivan' }, 'body'],
    ['away', { for: 'P1D' }, 'body.person'],
    ['away', { person: 'olga', rotation: 'mes', for: 'P1D' }, 'body.rotation'],
    ['away', { person: 'olga', from: 'today', for: 'P1D' }, 'body.from'],
    ['away', { person: 'olga', from: '9999-12-31', for: 'P2D' }, 'body.for'],
  ])('%s %j: 400', async (kind, body, parameter) => {
    expect(await badly(`${ON_CALL}/${kind}`, body)).toEqual([400, parameter]);
  });

  test('of nobody who is known: 409 with a sentence', async () => {
    const { status, problem } = await api.refused('POST', `${ON_CALL}/away`, { body: '{"person":"nemo","for":"P1D"}' });
    expect([status, problem.detail]).toEqual([409, expect.stringMatching(/^There is nobody called .?nemo/)]);
  });
});
