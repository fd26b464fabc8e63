import type { Instant } from '../../platform/clock.ts';
import { createLog } from '../../platform/log.ts';
import { createPool } from '../../platform/postgres.ts';
import { DAY } from '../../simulator/hours.ts';
import { referenceAlerts, referenceLifecycles } from '../../test/support/reference.ts';
import { trueCauses } from './causes.ts';
import { createDates } from './dates.ts';
import { openPlanned, type PlantedKind, planQuarter } from './plan.ts';
import { replay, TICK_MS } from './replay.ts';
import { reportOf } from './report.ts';
import { figuresOf, scoreOf } from './score.ts';
import { createNotes, readTold } from './told.ts';

/** What one process is told by the benchmark. */
export type Task = { databaseUrl: string; seed: number; ordersPerMonth: number; days: number; kinds: PlantedKind[] };

const FUTURE_MS = 60 * DAY;

const [text = '{}'] = process.argv.slice(2);
const { databaseUrl, ...wanted } = JSON.parse(text) as Task;
const say = (line: string) => process.stderr.write(`${wanted.ordersPerMonth} a month: ${line}\n`);
const plan = planQuarter(wanted);
const pool = createPool(databaseUrl, createLog('error'), { queryLimitMs: null });
// Told to its end and further first: what becomes of orders that are still under way is known to the books.
const story = openPlanned(plan);
story.tellUntil(plan.until + FUTURE_MS);
const courses = story.books();

const lifecycles = referenceLifecycles;
const notes = createNotes({ db: pool });
const dates = createDates(plan, courses, { pool, lifecycles });
const atTick = async (now: Instant) => {
  await notes.note(now - TICK_MS, now);
  await dates.atTick(now);
};
await replay(plan, { pool, lifecycles, settings: referenceAlerts, atTick, say });
// Where findings have ended up, too: what was merged or parted belongs to both.
await notes.note(0, plan.until);

const told = await readTold(pool, { settings: referenceAlerts, since: plan.counted, findings: notes.findings() });
const causes = trueCauses(story, plan.until);
const score = scoreOf({ ...plan, told, causes, courses, planted: plan.kinds });
for (const line of reportOf(score, courses)) say(line);
await pool.end();
process.send?.({ ...figuresOf(score), ...dates.figures() }, () => process.exit(0));
