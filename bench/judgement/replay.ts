import { createCauses } from '../../alerts/causes-job.ts';
import { createEndings } from '../../alerts/endings.ts';
import { createJudge } from '../../alerts/judge.ts';
import { KEPT_EVIDENCE } from '../../alerts/kept-evidence.ts';
import { evidenceProviders } from '../../alerts/providers.ts';
import { createRhythm } from '../../alerts/rhythm.ts';
import { ruleJobs } from '../../alerts/rule-job.ts';
import type { AlertSettings } from '../../alerts/settings.ts';
import { openFacts } from '../../app/diagnosing.ts';
import { type Instant, manualClock } from '../../platform/clock.ts';
import { createLog } from '../../platform/log.ts';
import type { Pool } from '../../platform/postgres.ts';
import { DAY, HOUR, MINUTE } from '../../simulator/hours.ts';
import { freezeDue } from '../../tracker/freeze-due.ts';
import { createLateness } from '../../tracker/lateness.ts';
import type { Lifecycles } from '../../tracker/lifecycle.ts';
import { measureUsual } from '../../tracker/usual-stays.ts';
import { createRecorder } from './intake.ts';
import { openPlanned, type Plan } from './plan.ts';
import { createTicks } from './rules.ts';
import { createStoryWatcher } from './watch.ts';

/** Orderwatch looks every minute: what is found here is found up to four minutes later than it would be. */
export const TICK_MS = 5 * MINUTE;
/** Before anything is placed causes are looked for in any case; what changes by waiting only, is seen so much later. */
const CAUSES_MS = 30 * MINUTE;
/** What was wrong before the quarter is known by its beginning. */
const RULES_BEFORE = 2 * DAY;

/** What the database knows only of itself is no part of the story. */
const NOT_OF_THE_STORY: ReadonlySet<string> = new Set(['database']);

/** What a process that leads does again and again, in this order. */
type Loop = { name: string; from: Instant; everyMs: number; work(now: Instant): Promise<unknown> };

/** Lets Orderwatch see a story as it is told; nobody acknowledges anything. `atTick` is called after each look. */
export async function replay(
  plan: Plan,
  on: {
    pool: Pool;
    lifecycles: Lifecycles;
    settings: AlertSettings;
    atTick(now: Instant): Promise<void>;
    say(text: string): void;
  },
): Promise<void> {
  const { pool, say } = on;
  const lifecycles = () => on.lifecycles;
  // A rule on trial tells nobody, so nothing that is measured comes of it.
  const rules = on.settings.rules.filter(rule => !rule.shadow && !NOT_OF_THE_STORY.has(rule.condition.kind));
  const settings = () => ({ ...on.settings, rules });
  const clock = manualClock(plan.from);
  const story = openPlanned(plan);
  const { ledger, record } = createRecorder({ pool, lifecycles, settings, clock, log: createLog('error') });
  const watcher = createStoryWatcher({ pool });
  const facts = openFacts({ pool, configuration: () => ({ lifecycles: on.lifecycles, alerts: settings() }) });
  const judge = createJudge({ pool, facts, providers: evidenceProviders(pool, KEPT_EVIDENCE) });
  const causes = createCauses({ pool, judge, settings });
  const ticks = createTicks(rules, {
    pool,
    lifecycles,
    beforeJobs: causes.runOnce,
    jobs: ruleJobs(settings, { pool, lifecycles, judge }),
    allIsWell: () => story.queues().every(({ messages, consumers }) => messages === 0 && consumers > 0),
  });
  const rhythm = createRhythm({ pool, lifecycles });
  const begun = plan.from;
  const judged = plan.counted - RULES_BEFORE;
  const loops: readonly Loop[] = [
    { name: 'freeze', from: begun, everyMs: HOUR, work: freezeDue({ pool, ledger, lifecycles }).runOnce },
    // Only floods are seen by what is counted alone; nobody looks for them in the history before.
    { name: 'rhythm', from: begun, everyMs: HOUR, work: rhythm.runOnce },
    { name: 'rhythm', from: judged, everyMs: TICK_MS, work: rhythm.runOnce },
    { name: 'lateness', from: begun, everyMs: HOUR, work: createLateness({ pool }).runOnce },
    { name: 'usual', from: begun, everyMs: 6 * HOUR, work: measureUsual({ pool, lifecycles }).runOnce },
    { name: 'watch', from: judged, everyMs: TICK_MS, work: now => watcher.look(story.queues(), now) },
    { name: 'causes', from: judged, everyMs: CAUSES_MS, work: causes.runOnce },
    { name: 'rules', from: judged, everyMs: TICK_MS, work: ticks.run },
    { name: 'endings', from: judged, everyMs: TICK_MS, work: createEndings({ pool, settings }).runOnce },
    { name: 'notes', from: judged, everyMs: TICK_MS, work: on.atTick },
  ];
  const spent = createStopwatch();

  for (let now = plan.from + TICK_MS; now <= plan.until; now += TICK_MS) {
    const { messages } = story.tellUntil(now);
    await spent.on('record', () => record(messages));
    clock.set(now);
    if (now % (10 * DAY) === 0) say(`day ${(now - plan.from) / DAY}: ${spent.inWords()}`);
    for (const { name, from, everyMs, work } of loops) {
      if (now >= from && now % everyMs === 0) await spent.on(name, () => work(now));
    }
  }
  say(spent.inWords());
}

function createStopwatch() {
  const spent = new Map<string, number>();
  return {
    on: async <T>(what: string, work: () => Promise<T>): Promise<T> => {
      const begun = performance.now();
      const result = await work();
      spent.set(what, (spent.get(what) ?? 0) + performance.now() - begun);
      return result;
    },
    inWords: () => [...spent].map(([what, ms]) => `${what} ${(ms / 1_000).toFixed(1)} s`).join(', '),
  };
}
