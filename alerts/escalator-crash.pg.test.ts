import { expect, test } from 'vitest';
import { testDatabase } from '../test/support/database.ts';
import { T0 } from '../test/support/factory.ts';
import { runAndKill } from '../test/support/processes.ts';
import { aChain, aStep, escalatorOf, putOpened, readKinds, readTold, settingsWith } from './escalation-under-test.ts';

const { pool, databaseUrl } = await testDatabase();

const everybody = aChain([
  aStep([
    { kind: 'person', person: 'olga' },
    { kind: 'person', person: 'ivan' },
  ]),
]);

test('what a killed process had begun to tell is told once, by another one', async () => {
  const id = await putOpened(pool);
  const module = (file: string) => JSON.stringify(new URL(file, import.meta.url).href);
  const line = await runAndKill(`
    const { createPool } = await import(${module('../platform/postgres.ts')});
    const { createLog } = await import(${module('../platform/log.ts')});
    const { aChain, escalatorOf, settingsWith, whereItNotes } = await import(${module('./escalation-under-test.ts')});
    const pool = createPool(${JSON.stringify(databaseUrl)}, createLog('silent'));
    const settings = settingsWith(aChain(${JSON.stringify(everybody.steps)}));
    // The messages are in the outbox by then, and nothing is committed.
    const dying = whereItNotes(pool, async (_note, tx) => {
      const { rows } = await tx.query('select count(*) as count from notifier.message');
      console.log(rows[0].count);
      await new Promise(() => {});
    });
    void escalatorOf(dying, settings).runOnce(${T0});
  `);
  expect(line).toBe('2');
  const escalator = escalatorOf(pool, settingsWith(everybody));
  // The server takes a moment to find out that its client is gone.
  while ((await escalator.runOnce(T0)) === 0);
  expect(await readTold(pool)).toEqual(['2026-11-20T09:00 staff:ivan email', '2026-11-20T09:00 staff:olga email']);
  expect(await readKinds(pool, id)).toEqual(['opened', 'told']);
});
