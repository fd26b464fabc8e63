import { normalAddress } from '../notifier/address.ts';
import { enqueueMessages } from '../notifier/enqueue.ts';
import type { Instant } from '../platform/clock.ts';
import { type Pool, transaction } from '../platform/postgres.ts';
import type { Lifecycles } from '../tracker/lifecycle.ts';
import type { Vault } from '../tracker/personal-data.ts';
import { gatherDigest } from './digest-facts.ts';
import { type DigestReader, digestMessage, digestVariables } from './digest-message.ts';
import { gatherPrecision, type Suggest } from './digest-precision.ts';
import { findDigestBefore } from './digest-rows.ts';
import type { Job } from './scheduler.ts';
import type { AlertSettings, Digest } from './settings.ts';

export type DigestDeps = { pool: Pool; lifecycles: () => Lifecycles; vault: Vault; suggest: Suggest };

const DAY_MS = 24 * 3_600_000;
const USUAL_MS = { daily: DAY_MS, weekly: 7 * DAY_MS };
/** After a longer silence nobody reads all of it. */
const LONGEST_MS = 31 * DAY_MS;

/** What managers read every day and every week: a job for each digest, which may be run again and tells nobody twice. */
export function digestJobs(settings: () => AlertSettings, deps: DigestDeps): Job[] {
  return settings().digests.map(digest => ({
    name: jobOf(digest),
    schedule: digest.schedule,
    work: async tick => {
      const readers = readersOf(digest, settings().people);
      const before = await findDigestBefore(deps.pool, jobOf(digest), tick.dueAt);
      const facts = await gatherDigest(
        deps.pool,
        { lifecycles: deps.lifecycles(), vault: deps.vault },
        { ...windowOf(digest.kind, tick.dueAt, before), compares: digest.kind === 'weekly' },
        tick.now,
      );
      const { people, rules } = settings();
      const precision =
        digest.kind === 'weekly' ? await gatherPrecision(deps.pool, { rules, suggest: deps.suggest }, tick.now) : [];
      const on = { people, lifecycles: deps.lifecycles() };
      const messages = readers.map(reader =>
        digestMessage(
          digest,
          reader,
          digestVariables(digest.kind, { ...facts, precision }, { ...on, locale: reader.locale }, tick.now),
          tick.dueAt,
          tick.now,
        ),
      );
      const { vault } = deps;
      const told = await transaction(deps.pool, tx => enqueueMessages(tx, messages, { vault, now: tick.now }));
      const { stuck, atRisk, overdue } = facts.orders;
      return { lookedAt: stuck + atRisk + overdue, found: told, opened: 0, resolved: 0, blind: null };
    },
  }));
}

function jobOf({ name }: Digest): string {
  return `digest:${name}`;
}

/** From the one before, whenever that was; the weekly one is of a week, or two could not be compared. */
function windowOf(kind: Digest['kind'], dueAt: Instant, before: Instant | null): { from: Instant; to: Instant } {
  if (kind === 'weekly' || before === null) return { from: dueAt - USUAL_MS[kind], to: dueAt };
  return { from: Math.max(before, dueAt - LONGEST_MS), to: dueAt };
}

/** Those who have an address: a digest is nothing for a phone. */
function readersOf({ people: names }: Digest, people: AlertSettings['people']): DigestReader[] {
  return names.flatMap(id => {
    const person = Object.hasOwn(people, id) ? people[id]! : null;
    const email = person?.email ? normalAddress('email', person.email) : null;
    return person === null || email === null ? [] : [{ ...person, id, email }];
  });
}
