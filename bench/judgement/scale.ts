import { createLog } from '../../platform/log.ts';
import { createPool } from '../../platform/postgres.ts';
import { DAY } from '../../simulator/hours.ts';
import { referenceLifecycles } from '../../test/support/reference.ts';
import { trueCauses } from './causes.ts';
import { openPlanned, type PlantedKind, planQuarter } from './plan.ts';
import { replay, TICK_MS } from './replay.ts';
import { reportOf } from './report.ts';
import { figuresOf, scoreOf } from './score.ts';
import { referenceAlerts } from './settings.ts';
import { createNotes, readTold } from './told.ts';

/** What one process is told by the benchmark. */
export type Task = { databaseUrl: string; seed: number; ordersPerMonth: number; days: number; kinds: PlantedKind[] };

const FUTURE_MS = 60 * DAY;

const [text = '{}'] = process.argv.slice(2);
const { databaseUrl, ...wanted } = JSON.parse(text) as Task;
const say = (line: string) => process.stderr.write(`${wanted.ordersPerMonth} a month: ${line}\n`);
const plan = planQuarter(wanted);
const pool = createPool(databaseUrl, createLog('error'), { queryLimitMs: null });
const notes = createNotes({ db: pool });
const atTick = (now: number) => notes.note(now - TICK_MS, now);
await replay(plan, { pool, lifecycles: referenceLifecycles, settings: referenceAlerts, atTick, say });
// Where they have ended up, too: what was merged or parted belongs to both.
await notes.note(0, plan.until);

// What becomes of orders that are still under way, too.
const story = openPlanned(plan);
story.tellUntil(plan.until + FUTURE_MS);
const courses = story.books();
const told = await readTold(pool, { settings: referenceAlerts, since: plan.counted, findings: notes.findings() });
const causes = trueCauses(story, plan.until);
const score = scoreOf({ ...plan, told, causes, courses, planted: plan.kinds });
for (const line of reportOf(score, courses)) say(line);
await pool.end();
process.send?.(figuresOf(score), () => process.exit(0));
