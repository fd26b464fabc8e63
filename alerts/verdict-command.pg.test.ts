import { beforeEach, expect, test } from 'vitest';
import { testDatabase } from '../test/support/database.ts';
import { HOUR, T0 } from '../test/support/factory.ts';
import { eventInWords } from './event-words.ts';
import { acknowledge, resolve } from './incident-commands.ts';
import { readEvents } from './incident-events.ts';
import { findIncident } from './incident-rows.ts';
import { ALERT_TABLES, putIncident } from './incident-rows-under-test.ts';
import { alertSettings, PEOPLE } from './settings-under-test.ts';
import { sayVerdict } from './verdict-command.ts';

const { pool } = await testDatabase();
const on = { now: T0, settings: alertSettings() };

beforeEach(async () => {
  await pool.query(`truncate ${ALERT_TABLES} cascade`);
});

const history = async (id: number) => (await readEvents(pool, [id])).map(event => eventInWords(event, PEOPLE));

test('the last word counts, and the history keeps all; twice the same is said once', async () => {
  const id = await putIncident(pool);
  await sayVerdict(pool, id, { by: 'olga', verdict: 'real', note: null }, on);
  await sayVerdict(pool, id, { by: 'olga', verdict: 'real', note: null }, on);
  const later = { ...on, now: T0 + HOUR };
  const said = { by: 'boris', verdict: 'our_data', note: 'the sync was late' } as const;
  expect(await sayVerdict(pool, id, said, later)).toMatchObject({ kind: 'done', incident: { version: 1 } });
  expect(await findIncident(pool, id)).toMatchObject({
    state: 'open',
    verdict: 'our_data',
    verdictBy: 'boris',
    verdictAt: T0 + HOUR,
  });
  expect(await history(id)).toEqual(['Olga said: it was real.', 'Борис said: our data was wrong: the sync was late']);
});

test('with taking it on and with closing it, and after it is over', async () => {
  const id = await putIncident(pool);
  const taking = { by: 'olga', until: null, note: null };
  await acknowledge(pool, id, { ...taking, verdict: 'real' }, on);
  // It is hers already: only what is new is said.
  await acknowledge(pool, id, { ...taking, verdict: 'not_real' }, on);
  expect(await findIncident(pool, id)).toMatchObject({ state: 'acknowledged', verdict: 'not_real' });
  await resolve(pool, id, { by: 'olga', reason: 'a test', verdict: 'our_data' }, on);
  expect((await findIncident(pool, id))!.verdict).toBe('our_data');
  await sayVerdict(pool, id, { by: 'boris', verdict: 'real', note: null }, on);
  expect(await findIncident(pool, id)).toMatchObject({ state: 'resolved', verdict: 'real', verdictBy: 'boris' });
  expect((await history(id)).filter(words => words.includes('said'))).toHaveLength(4);
});

test('what is refused says nothing', async () => {
  const over = await putIncident(pool, { state: 'resolved', resolvedAt: T0 });
  expect(await resolve(pool, over, { by: 'olga', reason: '', verdict: 'real' }, on)).toMatchObject({ kind: 'refused' });
  const id = await putIncident(pool);
  const taking = { by: 'olga', until: T0 - HOUR, note: null, verdict: 'real' } as const;
  expect(await acknowledge(pool, id, taking, on)).toMatchObject({ kind: 'refused' });
  for (const one of [over, id]) expect((await findIncident(pool, one))!.verdict).toBeNull();
  expect(await sayVerdict(pool, 999_999, { by: 'olga', verdict: 'real', note: null }, on)).toEqual({ kind: 'missing' });
});
