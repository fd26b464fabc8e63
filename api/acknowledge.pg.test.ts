import { beforeEach, describe, expect, test } from 'vitest';
import { ANYBODY, acknowledgeUrl } from '../alerts/ack-token.ts';
import { findIncident } from '../alerts/incident-rows.ts';
import { putEvent, putFinding, putIncident, toldTo } from '../alerts/incident-rows-under-test.ts';
import { createLog } from '../platform/log.ts';
import { createPool } from '../platform/postgres.ts';
import { signToken } from '../platform/signed-token.ts';
import { testDatabase } from '../test/support/database.ts';
import { DAY, HOUR, MINUTE, T0 } from '../test/support/factory.ts';
import { apiUnderTest, SIGNING_KEY } from './api-under-test.ts';

const { pool, databaseUrl } = await testDatabase();
const api = await apiUnderTest(pool);

beforeEach(async () => {
  await pool.query('truncate alerts.incident, alerts.finding, alerts.incident_event cascade');
  api.clock.set(T0);
});

const linkFor = (incident: number, person = 'olga') =>
  acknowledgeUrl({ publicUrl: api.url, signingKey: SIGNING_KEY }, { incident, person }, T0);

async function open(url: string, language = 'en') {
  const response = await fetch(url, { headers: { 'accept-language': language } });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

async function press(url: string, form: Record<string, string> = {}) {
  const body = new URLSearchParams({ action: 'take', ...form });
  const response = await fetch(url, { method: 'POST', body, redirect: 'manual' });
  return { status: response.status, location: response.headers.get('location'), text: await response.text() };
}

test('a program presses the button by a bare POST', async () => {
  const id = await putIncident(pool);
  expect((await fetch(linkFor(id), { method: 'POST', redirect: 'manual' })).status).toBe(303);
  expect(await findIncident(pool, id)).toMatchObject({ state: 'acknowledged', acknowledgedBy: 'olga' });
});

describe('the page', () => {
  test('says what it is about, since when, who else was told, and changes nothing', async () => {
    const cause = { en: 'The MES has been silent since 08:00.', ru: 'MES молчит с 08:00.' };
    const id = await putIncident(pool, { severity: 'critical', openedAt: T0 - HOUR, cause, suspect: true });
    const suspect = { en: 'It fell silent.', ru: 'Молчит.' };
    for (let index = 0; index < 7; index += 1) {
      await putFinding(pool, id, { orderId: `ORD-${1040 + index}`, since: T0 - DAY - HOUR + index * MINUTE, suspect });
    }
    const people = toldTo('olga', 'boris');
    await putEvent(pool, id, { kind: 'told', at: T0 - HOUR, detail: { step: 0, round: 0, people } });
    const { status, headers, text } = await open(linkFor(id));
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(text).toContain('<h1>Orders wait for their price</h1>');
    expect(text).toMatch(/Critical · incident \d+, open since November 20 at 11:00\sAM GMT\+3, for 1h/);
    expect(text).toMatch(
      /<h2>7 orders, the longest first<\/h2><ul><li><b>ORD-1040<\/b> SUBMITTED <span title="November 19 at 11:00\sAM GMT\+3">1d\s1h<\/span>/,
    );
    expect(text).toContain('and 2 more orders');
    expect(text).toContain('The MES has been silent since 08:00.');
    expect(text).toContain('<p>What we know may be late: It fell silent. Look before you act.</p>');
    expect(text).toContain('Also told: Борис.');
    expect(text).toContain('Nobody has taken it yet.');
    expect(text).toContain('>I take it</button>');
    expect((await findIncident(pool, id))!.state).toBe('open');
  });

  test('of what is about no order has its sentence', async () => {
    const detail = { en: 'Queue mes.calc holds 1,204 messages.', ru: 'В очереди mes.calc 1 204 сообщения.' };
    const id = await putIncident(pool, { about: 'queue:mes.calc' });
    await putFinding(pool, id, { detail });
    const { text } = await open(linkFor(id));
    expect(text).toContain('<p>Queue mes.calc holds 1,204 messages.</p>');
    expect(text).not.toContain('<h2>');
  });

  test('speaks the language of its person, whatever the browser wants', async () => {
    const { text } = await open(linkFor(await putIncident(pool), 'boris'), 'en');
    expect(text).toContain('<html lang="ru">');
    expect(text).toContain('>Беру в работу</button>');
  });

  test('is kept by nobody, tells nobody where it was, runs nothing and is framed by nobody', async () => {
    const title = { en: '<script>alert(1)</script>', ru: 'x' };
    const { headers, text } = await open(linkFor(await putIncident(pool, { title })));
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-robots-tag')).toBe('noindex, nofollow');
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(text).not.toMatch(/<script|<img|<link| style=| on\w+=/);
  });

  test.each([
    ['that was never one', () => 'nonsense'],
    ['of another key', () => signToken(Buffer.alloc(32, 8), 'acknowledge', { i: 1, p: 'olga', exp: T0 + DAY })],
    ['for something else', () => signToken(SIGNING_KEY, 'unsubscribe', { i: 1, p: 'olga', exp: T0 + DAY })],
    ['that has ended', () => signToken(SIGNING_KEY, 'acknowledge', { i: 1, p: 'olga', exp: T0 })],
    ['of somebody who has left', () => signToken(SIGNING_KEY, 'acknowledge', { i: 1, p: 'anna', exp: T0 + DAY })],
    ['to no incident', () => signToken(SIGNING_KEY, 'acknowledge', { i: 9_999, p: 'olga', exp: T0 + DAY })],
  ])('of a link %s is the same, whatever is done', async (_which, token) => {
    const url = `${api.url}/ack/${token()}`;
    const { status, text } = await open(url);
    expect(status).toBe(404);
    expect(text).toBe((await open(`${api.url}/ack/x`)).text);
    expect((await press(url)).status).toBe(404);
  });

  test('a link ends after a week', async () => {
    const url = linkFor(await putIncident(pool));
    api.clock.set(T0 + 7 * DAY - 1);
    expect((await open(url)).status).toBe(200);
    api.clock.set(T0 + 7 * DAY);
    expect((await open(url)).status).toBe(404);
  });

  test('while the database is gone, people read that it is not possible now', async () => {
    const gone = createPool(databaseUrl, createLog('silent'));
    const without = await apiUnderTest(gone);
    await gone.end();
    const { status, text } = await open(linkFor(1).replace(api.url, without.url));
    expect([status, text]).toEqual([503, expect.stringContaining('Please try again in a few minutes.')]);
  });
});

describe('the button', () => {
  test('does not take it from somebody who was faster by a moment', async () => {
    const id = await putIncident(pool);
    const faster = await pool.connect();
    await faster.query('begin');
    await faster.query('select from alerts.incident where id = $1 for update', [id]);
    const pressed = press(linkFor(id, 'boris'));
    const waiting = `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
    while ((await pool.query(waiting)).rowCount === 0);
    await faster.query(
      `update alerts.incident set state = 'acknowledged', acknowledged_by = 'olga', acknowledged_at = now(),
              until = $2, next_step_at = null where id = $1`,
      [id, new Date(T0 + DAY)],
    );
    await faster.query('commit');
    faster.release();
    expect((await pressed).status).toBe(409);
    expect(await findIncident(pool, id)).toMatchObject({ acknowledgedBy: 'olga' });
  });

  test('takes it on, as the person of the link, until the usual end; twice is the same', async () => {
    const id = await putIncident(pool);
    for (const _time of [1, 2]) expect(await press(linkFor(id))).toMatchObject({ status: 303, location: '?' });
    expect(await findIncident(pool, id)).toMatchObject({ state: 'acknowledged', acknowledgedBy: 'olga' });
    const { text } = await open(linkFor(id));
    expect(text).toMatch(/You have taken it on, until November 21 at 12:00\sPM GMT\+3\./);
    expect(text).not.toContain('value="take"');
  });

  test('until when they choose', async () => {
    const id = await putIncident(pool);
    await press(linkFor(id), { until: 'monday', note: 'I call the workshop' });
    expect((await findIncident(pool, id))!.until).toBe(Date.parse('2026-11-23T06:00Z'));
  });

  test('gives it back', async () => {
    const id = await putIncident(pool);
    await press(linkFor(id));
    expect((await press(linkFor(id), { action: 'giveBack' })).status).toBe(303);
    expect((await findIncident(pool, id))!.state).toBe('open');
  });

  test('what somebody else has is taken over only by who has seen that', async () => {
    const id = await putIncident(pool);
    await press(linkFor(id, 'boris'));
    const refused = await press(linkFor(id));
    expect(refused.status).toBe(409);
    expect(refused.text).toContain('Something has changed meanwhile.');
    expect(refused.text).toMatch(/Борис has taken it on, until/);
    expect(refused.text).toContain('>I take it over</button>');
    expect((await press(linkFor(id), { action: 'giveBack' })).status).toBe(409);
    expect((await findIncident(pool, id))!.acknowledgedBy).toBe('boris');
    expect((await press(linkFor(id), { had: 'boris' })).status).toBe(303);
    expect((await findIncident(pool, id))!.acknowledgedBy).toBe('olga');
  });

  test('is gone when it is over', async () => {
    const id = await putIncident(pool, { state: 'resolved', resolvedAt: T0 });
    const { text } = await open(linkFor(id));
    expect(text).toMatch(/It is over since November 20 at 12:00\sPM GMT\+3: what was wrong no longer is\./);
    expect(text).not.toContain('value="take"');
    expect((await press(linkFor(id))).status).toBe(409);
  });

  test('one tap says whether it was real: of who has it, and of anybody once it is over; the last word counts', async () => {
    const id = await putIncident(pool);
    const verdict = (said: string, person = 'olga') => press(linkFor(id, person), { action: 'verdict', verdict: said });
    expect((await open(linkFor(id))).text).not.toContain('Was it real?');
    await press(linkFor(id));
    expect((await open(linkFor(id))).text).toContain('>Yes, it was real</button>');
    expect((await open(linkFor(id, 'boris'))).text).not.toContain('Тревога настоящая?');
    expect(await verdict('our_data')).toMatchObject({ status: 303, location: '?' });
    expect(await findIncident(pool, id)).toMatchObject({ verdict: 'our_data', verdictBy: 'olga' });
    const { text } = await open(linkFor(id));
    expect(text).toContain('Olga said that our data was wrong.');
    expect(text).not.toContain('>Our data was wrong</button>');
    await pool.query(`update alerts.incident set state = 'resolved', until = null, resolved_at = $1`, [new Date(T0)]);
    expect((await open(linkFor(id, 'boris'))).text).toContain('Olga считает, что ошибка была в наших данных.');
    await verdict('real', 'boris');
    expect(await findIncident(pool, id)).toMatchObject({ verdict: 'real', verdictBy: 'boris' });
  });

  test('of what is held, somebody says whether customers are told of delays', async () => {
    const id = await putIncident(pool, { customers: 'held' });
    const tell = (said: string) => press(linkFor(id), { action: 'customers', tell: said });
    expect((await open(linkFor(id))).text).toContain('only when somebody says so.');
    expect((await tell('yes')).status).toBe(303);
    expect(await findIncident(pool, id)).toMatchObject({ customers: 'released', customersBy: 'olga' });
    const { text } = await open(linkFor(id));
    expect(text).toContain('>Do not tell them</button>');
    expect(text).not.toContain('>Tell the customers</button>');
    expect((await open(linkFor(await putIncident(pool)))).text).not.toContain('name="tell"');
  });

  test('from the wide channel: whoever presses says who they are', async () => {
    const id = await putIncident(pool);
    const url = linkFor(id, ANYBODY);
    expect((await open(url)).text).toContain('name="name" required');
    expect((await press(url)).status).toBe(400);
    expect((await press(url, { name: '  Ivan ' })).status).toBe(303);
    expect((await findIncident(pool, id))!.acknowledgedBy).toBe('Ivan');
    expect((await press(url, { action: 'verdict', verdict: 'real' })).status).toBe(400);
    expect((await press(url, { action: 'verdict', verdict: 'real', name: 'Anna' })).status).toBe(303);
    expect((await findIncident(pool, id))!.verdictBy).toBe('Anna');
    expect((await open(url)).text).toContain('Ivan has taken it on');
  });

  test.each([
    ['an end that there is not', { until: 'never' }],
    ['another action', { action: 'delete' }],
    ['a verdict that there is not', { action: 'verdict', verdict: 'maybe' }],
    ['a note of many lines', { note: 'x\ny' }],
    ['a note that is too long', { note: 'x'.repeat(501) }],
  ])('%s is not understood', async (_what, form) => {
    const id = await putIncident(pool);
    expect((await press(linkFor(id), form as unknown as Record<string, string>)).status).toBe(400);
    expect((await findIncident(pool, id))!.state).toBe('open');
  });
});
