import { manualClock } from '../platform/clock.ts';
import type { Pool } from '../platform/postgres.ts';
import { anEvent, arrivals, T0 } from '../test/support/factory.ts';
import { referenceDefinition, referenceLifecycles } from '../test/support/reference.ts';
import type { StatedEvent } from '../tracker/event.ts';
import type { Lifecycles } from '../tracker/lifecycle.ts';
import { plainVault } from '../tracker/personal-data.ts';
import { createLedger } from '../tracker/record.ts';
import type { Look, Seen } from './condition.ts';
import { type Found, NO_THOUGHT, type OpenFinding } from './finding.ts';
import type { RuleDeclaration } from './rules-schema.ts';
import { compileRules } from './rules-section.ts';
import type { Rule } from './settings.ts';
import { WATCHED, type Watched } from './watched.ts';

export type Declared = Omit<RuleDeclaration, 'title' | 'severity'> & Partial<RuleDeclaration>;

/** A rule as the configuration compiles it: a warning, every minute, unless the test says otherwise. */
export function aRule(
  declared: Declared,
  { lifecycles = referenceLifecycles, watched = {} }: { lifecycles?: Lifecycles; watched?: Partial<Watched> } = {},
): Rule {
  const calendars = { workshop: referenceDefinition.calendar! };
  const around = { lifecycles, calendars, watched: { ...WATCHED, ...watched } };
  const [rule] = compileRules(
    { 'under-test': { title: { en: 'Something is wrong' }, severity: 'warning', ...declared } },
    undefined,
    around,
  );
  return rule!;
}

/** A real ledger on the test's database, whose clock follows what producers say. */
export function aLedger(pool: Pool, lifecycles: () => Lifecycles = () => referenceLifecycles) {
  const clock = manualClock(T0);
  const ledger = createLedger({ pool, lifecycles, clock, vault: plainVault });
  return {
    clock,
    /** Records each at the time that it says, the order between them kept. */
    record: async (...events: (StatedEvent | Parameters<typeof anEvent>[0])[]) => {
      for (const named of events) {
        const event = 'eventId' in named! && 'key' in named ? (named as StatedEvent) : anEvent(named);
        clock.set(Math.max(clock.now(), event.occurredAt ?? 0));
        await ledger.record(arrivals([event]));
      }
    },
    empty: async () => {
      clock.set(T0);
      await pool.query(
        `truncate tracker.order_event, tracker.order_state, tracker.order_alias, tracker.order_search,
                  tracker.order_anomaly, tracker.order_source, alerts.finding, alerts.incident, alerts.rhythm,
                  alerts.duplicates cascade`,
      );
    },
  };
}

export async function look(pool: Pool, rule: Rule, now: number, more: Partial<Look> = {}): Promise<Seen> {
  return rule.condition.look({ db: pool, lifecycles: referenceLifecycles, now, since: null, open: [], ...more });
}

/** What it finds; a test that expects it to be blind asks `look`. */
export async function find(...args: Parameters<typeof look>): Promise<readonly Found[]> {
  const seen = await look(...args);
  if (seen.kind === 'blind') throw new Error(seen.why);
  return seen.found;
}

export async function subjects(...args: Parameters<typeof look>): Promise<string[]> {
  return (await find(...args)).map(({ subject }) => subject).sort();
}

export function stillOpen(found: Found): OpenFinding {
  return { ...found, ...NO_THOUGHT, rule: 'under-test', origin: 'rule', incidentId: 1, firstSeenAt: T0 };
}
