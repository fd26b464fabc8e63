import { type Instant, toIso } from '../platform/clock.ts';
import { meant, quoted } from '../platform/mistake.ts';
import { type Pool, transaction } from '../platform/postgres.ts';
import { doneBy, type Hands } from '../tracker/audit/by-hand.ts';
import type { Json } from '../tracker/audit/entry.ts';
import { recordAudit } from '../tracker/audit/record.ts';
import type { AlertSettings } from './settings.ts';
import type { Silence } from './silence.ts';
import { endSilenceRow, findSilence, insertSilence, lockSilence, moveEndOfRow, releaseHeld } from './silence-rows.ts';

export type NewSilence = Pick<Silence, 'kind' | 'match' | 'from' | 'until' | 'author' | 'reason'>;

export type Silenced = { kind: 'done'; silence: Silence } | { kind: 'missing' } | { kind: 'refused'; why: string };

/** In the transaction; throws when the silence is not any more as they saw it. */
export type Demanding = { demand?: ((silence: Silence) => void) | undefined };

const LONGEST_DAYS = 90;
const DAY_MS = 24 * 3_600_000;

/** From then until then nobody is told of what it is about. */
export async function createSilence(
  pool: Pool,
  { actor, ...silence }: NewSilence & Pick<Hands, 'actor'>,
  { now, settings }: { now: Instant; settings: AlertSettings },
): Promise<Silenced> {
  const why = obstacle(silence, settings, now);
  if (why !== null) return { kind: 'refused', why };
  const row = { ...silence, createdAt: now };
  return transaction(pool, async (tx): Promise<Silenced> => {
    const id = await insertSilence(tx, row);
    const { author: by, reason } = silence;
    const subject = { kind: 'silence', id: String(id) } as const;
    const done = { action: 'silence.created', subject, reason, after: shownIn(silence) };
    await recordAudit(tx, doneBy({ by, actor }, now, done));
    return { kind: 'done', silence: { ...row, id, endedAt: null, endedBy: null } };
  });
}

/** Before its time. What it held is told at once, if it is still so. */
export async function endSilence(
  pool: Pool,
  id: number,
  { by, actor }: Hands,
  { now, demand }: { now: Instant } & Demanding,
): Promise<Silenced> {
  return transaction(pool, async (tx): Promise<Silenced> => {
    const seen = demand && (await lockSilence(tx, id));
    if (seen) demand(seen);
    const silence = await endSilenceRow(tx, id, by, now);
    if (silence === null) {
      const known = await findSilence(tx, id);
      if (known === null) return { kind: 'missing' };
      const who = known.endedBy === null ? 'by itself' : `by ${known.endedBy}`;
      return { kind: 'refused', why: `The silence has ended already, ${who}.` };
    }
    await releaseHeld(tx, silence, now);
    const subject = { kind: 'silence', id: String(id) } as const;
    const change = { before: shownIn(silence), after: { endedAt: toIso(now) } };
    await recordAudit(tx, doneBy({ by, actor }, now, { action: 'silence.ended', subject, ...change }));
    return { kind: 'done', silence };
  });
}

/** To another end: longer, or shorter. What it holds waits for that one, unless it is over by then. */
export async function moveSilenceEnd(
  pool: Pool,
  id: number,
  { by, actor, until }: Hands & { until: Instant },
  { now, settings, demand }: { now: Instant; settings: AlertSettings } & Demanding,
): Promise<Silenced> {
  return transaction(pool, async (tx): Promise<Silenced> => {
    const silence = await lockSilence(tx, id);
    if (silence === null) return { kind: 'missing' };
    demand?.(silence);
    if (silence.endedAt !== null || silence.until <= now)
      return { kind: 'refused', why: 'The silence has ended already.' };
    const why = obstacle({ ...silence, until }, settings, now);
    if (why !== null) return { kind: 'refused', why };
    await releaseHeld(tx, silence, now);
    const moved = await moveEndOfRow(tx, id, until);
    const subject = { kind: 'silence', id: String(id) } as const;
    const change = { before: shownIn(silence), after: shownIn(moved) };
    await recordAudit(tx, doneBy({ by, actor }, now, { action: 'silence.moved', subject, ...change }));
    return { kind: 'done', silence: moved };
  });
}

function shownIn({ kind, match, from, until }: NewSilence) {
  return { kind, match: JSON.parse(JSON.stringify(match)) as Json, from: toIso(from), until: toIso(until) };
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
