import type { Instant } from '../platform/clock.ts';
import { meant, quoted } from '../platform/mistake.ts';
import { type Db, type Pool, transaction } from '../platform/postgres.ts';
import type { AlertSettings } from './settings.ts';
import type { Silence } from './silence.ts';
import { endSilenceRow, findSilence, insertSilence, lockSilence, moveEndOfRow, releaseHeld } from './silence-rows.ts';

export type NewSilence = Pick<Silence, 'kind' | 'match' | 'from' | 'until' | 'author' | 'reason'>;

export type Silenced = { kind: 'done'; silence: Silence } | { kind: 'missing' } | { kind: 'refused'; why: string };

/** Writes down what was done, in the same transaction. */
export type Recording<Change> = (tx: Db, change: Change) => Promise<void>;

const LONGEST_DAYS = 90;
const DAY_MS = 24 * 3_600_000;

/** From then until then nobody is told of what it is about. */
export async function createSilence(
  pool: Pool,
  silence: NewSilence,
  { now, settings }: { now: Instant; settings: AlertSettings },
): Promise<Silenced> {
  const why = obstacle(silence, settings, now);
  if (why !== null) return { kind: 'refused', why };
  const row = { ...silence, createdAt: now };
  const id = await insertSilence(pool, row);
  return { kind: 'done', silence: { ...row, id, endedAt: null, endedBy: null } };
}

/** Before its time. What it held is told at once, if it is still so. */
export async function endSilence(
  pool: Pool,
  id: number,
  { by }: { by: string },
  { now }: { now: Instant },
): Promise<Silenced> {
  return transaction(pool, async (tx): Promise<Silenced> => {
    const silence = await endSilenceRow(tx, id, by, now);
    if (silence === null) {
      const known = await findSilence(tx, id);
      if (known === null) return { kind: 'missing' };
      const who = known.endedBy === null ? 'by itself' : `by ${known.endedBy}`;
      return { kind: 'refused', why: `The silence has ended already, ${who}.` };
    }
    await releaseHeld(tx, silence, now);
    return { kind: 'done', silence };
  });
}

/** To another end: longer, or shorter. What it holds waits for that one, unless it is over by then. */
export async function moveSilenceEnd(
  pool: Pool,
  id: number,
  { until, record = async () => {} }: { until: Instant; record?: Recording<{ before: Silence; after: Silence }> },
  { now, settings }: { now: Instant; settings: AlertSettings },
): Promise<Silenced> {
  return transaction(pool, async (tx): Promise<Silenced> => {
    const silence = await lockSilence(tx, id);
    if (silence === null) return { kind: 'missing' };
    if (silence.endedAt !== null || silence.until <= now)
      return { kind: 'refused', why: 'The silence has ended already.' };
    const why = obstacle({ ...silence, until }, settings, now);
    if (why !== null) return { kind: 'refused', why };
    await releaseHeld(tx, silence, now);
    const moved = await moveEndOfRow(tx, id, until);
    await record(tx, { before: silence, after: moved });
    return { kind: 'done', silence: moved };
  });
}

function obstacle(silence: NewSilence, { rules }: AlertSettings, now: Instant): string | null {
  const { kind, match, from, until, author, reason } = silence;
  if (author.trim() === '') return 'Say whose silence it is.';
  if (reason.trim() === '') return 'Say why nobody is to be told: whoever comes next will ask.';
  if (until <= from) return 'The silence ends before it begins.';
  if (until <= now) return 'The silence would be over already.';
  if (until - from > LONGEST_DAYS * DAY_MS) {
    return `A silence is at most ${LONGEST_DAYS} days long; what nobody ever wants to be told of is a rule to be changed.`;
  }
  const named = Object.values(match);
  if (named.some(values => values.length === 0))
    return 'A list of what is silenced is empty: name something, or leave it out.';
  if (named.length === 0 && kind === 'silence') {
    return 'Say what is silenced: a rule, a severity, an order …; only maintenance may be about everything.';
  }
  const known = rules.map(({ name }) => name);
  const unknown = match.rule?.find(rule => !known.includes(rule) && !isOfNoRule(rule));
  return unknown === undefined ? null : `There is no rule ${quoted(unknown)}.${meant(unknown, known)}`;
}

/** What is found outside of the configuration. */
function isOfNoRule(rule: string): boolean {
  return rule === 'rule-failed' || rule.startsWith('alertmanager:');
}
