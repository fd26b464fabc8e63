import { type Instant, toIso } from '../platform/clock.ts';
import { meant, quoted } from '../platform/mistake.ts';
import { type Db, type Pool, transaction } from '../platform/postgres.ts';
import { doneBy, type Hands } from '../tracker/audit/by-hand.ts';
import { recordAudit } from '../tracker/audit/record.ts';
import type { OnCallOverride } from './on-call.ts';
import type { AlertSettings } from './settings.ts';

export type Overridden =
  | { kind: 'done'; override: OnCallOverride }
  | { kind: 'missing' }
  | { kind: 'refused'; why: string };

type New = Pick<OnCallOverride, 'person' | 'from' | 'until' | 'author' | 'reason'> & Pick<Hands, 'actor'>;
type At = { now: Instant; settings: AlertSettings };

const LONGEST_DAYS = 366;
const DAY_MS = 24 * 3_600_000;

/** Somebody is on call in a rotation instead of whose shift it is. */
export async function standIn(pool: Pool, named: New & { rotation: string }, at: At): Promise<Overridden> {
  const rotations = Object.keys(at.settings.rotations);
  if (!rotations.includes(named.rotation)) {
    const why = `There is no rotation ${quoted(named.rotation)}.${meant(named.rotation, rotations)}`;
    return { kind: 'refused', why };
  }
  return insert(pool, { ...named, kind: 'override' }, at);
}

/** Somebody is told nothing for a while: their shifts are those of the next in the rotation. */
export async function goAway(pool: Pool, named: New, at: At): Promise<Overridden> {
  return insert(pool, { ...named, kind: 'away', rotation: null }, at);
}

/** They are back, or nobody stands in any more. */
export async function endOverride(
  pool: Pool,
  id: number,
  hands: Hands,
  { now }: { now: Instant },
): Promise<Overridden> {
  return transaction(pool, async (tx): Promise<Overridden> => {
    const ended = await update(tx, id, now);
    if (ended) {
      await audit(tx, hands, { what: 'ended', override: ended }, now);
      return { kind: 'done', override: ended };
    }
    const { rows } = await tx.query('select from alerts.on_call_override o where o.id = $1', [id]);
    return rows.length === 0 ? { kind: 'missing' } : { kind: 'refused', why: 'It is over already.' };
  });
}

async function audit(
  tx: Db,
  hands: Hands,
  { what, override }: { what: 'created' | 'ended'; override: OnCallOverride },
  now: Instant,
): Promise<void> {
  const { id, kind, rotation, person, from, until, reason } = override;
  const shown = { rotation, person, from: toIso(from), until: toIso(until) };
  const done =
    what === 'created' ? { reason, after: shown } : { before: shown, after: { ...shown, until: toIso(now) } };
  const named = kind === 'away' ? 'absence' : 'override';
  const subject = { kind: named, id: String(id) } as const;
  await recordAudit(tx, doneBy(hands, now, { action: `${named}.${what}`, subject, ...done }));
}

async function insert(
  pool: Pool,
  { actor, ...named }: Omit<OnCallOverride, 'id'> & Pick<Hands, 'actor'>,
  { now, settings }: At,
): Promise<Overridden> {
  const why = obstacle(named, settings, now);
  if (why !== null) return { kind: 'refused', why };
  const { kind, rotation, person, from, until, author, reason } = named;
  return transaction(pool, async (tx): Promise<Overridden> => {
    const { rows } = await tx.query<{ id: number }>(
      `insert into alerts.on_call_override (kind, rotation, person, from_at, until_at, author, reason, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8) returning id`,
      [kind, rotation, person, toIso(from), toIso(until), author, reason, toIso(now)],
    );
    const override = { ...named, id: rows[0]!.id };
    await audit(tx, { by: author, actor }, { what: 'created', override }, now);
    return { kind: 'done', override };
  });
}

async function update(db: Db, id: number, now: Instant): Promise<OnCallOverride | null> {
  const { rows } = await db.query<OnCallOverride>(
    `update alerts.on_call_override o set ended_at = $2
      where o.id = $1 and o.ended_at is null and o.until_at > $2
     returning o.id, o.kind, o.rotation, o.person, o.from_at as "from", o.until_at as "until", o.author, o.reason`,
    [id, toIso(now)],
  );
  return rows[0] ?? null;
}

function obstacle({ person, from, until, author }: New, { people }: AlertSettings, now: Instant): string | null {
  const known = Object.keys(people);
  if (!known.includes(person)) return `There is nobody called ${quoted(person)}.${meant(person, known)}`;
  if (author.trim() === '') return 'Say who enters it.';
  if (until <= from) return 'It ends before it begins.';
  if (until <= now) return 'It would be over already.';
  return until - from > LONGEST_DAYS * DAY_MS ? 'Longer than a year is a change of the configuration.' : null;
}
