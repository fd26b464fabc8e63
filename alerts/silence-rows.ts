import { type Instant, toIso } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { OrderKey } from '../tracker/event.ts';
import { readPartnersOf } from '../tracker/telling.ts';
import type { Content, Silence } from './silence.ts';

const SILENCE_COLUMNS = `s.id, s.kind, s.match, s.from_at as "from", s.until_at as "until", s.author, s.reason,
  s.created_at as "createdAt", s.ended_at as "endedAt", s.ended_by as "endedBy"`;

/**
 * Those that hold at the instant, the one that ends last first. `keep`: until the end of the transaction nobody ends one
 * of them, so that whoever does finds the incidents that it holds.
 */
export async function readHolding(db: Db, at: Instant, { keep }: { keep: boolean }): Promise<Silence[]> {
  const { rows } = await db.query<Silence>(
    `select ${SILENCE_COLUMNS} from alerts.silence s
      where s.ended_at is null and s.until_at > $1 and s.from_at <= $1 order by s.until_at desc, s.id
      ${keep ? 'for share' : ''}`,
    [toIso(at)],
  );
  return rows;
}

/** Those that hold at the instant or will, the one that begins first first. */
export async function listSilences(db: Db, at: Instant): Promise<Silence[]> {
  const { rows } = await db.query<Silence>(
    `select ${SILENCE_COLUMNS} from alerts.silence s
      where s.ended_at is null and s.until_at > $1 order by s.from_at, s.id`,
    [toIso(at)],
  );
  return rows;
}

export async function findSilence(db: Db, id: number): Promise<Silence | null> {
  const { rows } = await db.query<Silence>(`select ${SILENCE_COLUMNS} from alerts.silence s where s.id = $1`, [id]);
  return rows[0] ?? null;
}

/** As it is once nobody else can end it. */
export async function lockSilence(tx: Db, id: number): Promise<Silence | null> {
  const { rows } = await tx.query<Silence>(
    `select ${SILENCE_COLUMNS} from alerts.silence s where s.id = $1 for no key update`,
    [id],
  );
  return rows[0] ?? null;
}

/** Its author is reminded of the new end, too. Whoever calls holds it. */
export async function moveEndOfRow(tx: Db, id: number, until: Instant): Promise<Silence> {
  const { rows } = await tx.query<Silence>(
    `update alerts.silence s set until_at = $2, reminded_at = null where s.id = $1 returning ${SILENCE_COLUMNS}`,
    [id, toIso(until)],
  );
  return rows[0]!;
}

export async function insertSilence(
  tx: Db,
  { kind, match, from, until, author, reason, createdAt }: Omit<Silence, 'id' | 'endedAt' | 'endedBy'>,
): Promise<number> {
  const { rows } = await tx.query<{ id: number }>(
    `insert into alerts.silence (kind, match, from_at, until_at, author, reason, created_at)
     values ($1, $2, $3, $4, $5, $6, $7) returning id`,
    [kind, JSON.stringify(match), toIso(from), toIso(until), author, reason, toIso(createdAt)],
  );
  return rows[0]!.id;
}

/** Null where it had ended before. */
export async function endSilenceRow(tx: Db, id: number, by: string, now: Instant): Promise<Silence | null> {
  const { rows } = await tx.query<Silence>(
    `update alerts.silence s set ended_at = $2, ended_by = $3
      where s.id = $1 and s.ended_at is null and s.until_at > $2 returning ${SILENCE_COLUMNS}`,
    [id, toIso(now), by],
  );
  return rows[0] ?? null;
}

/** Incidents that waited for its end are looked at again at once. */
export async function releaseHeld(tx: Db, { id, until }: Pick<Silence, 'id' | 'until'>, now: Instant): Promise<void> {
  await tx.query(
    `update alerts.incident i set next_step_at = $3
      where i.next_step_at = $2 and i.state = 'open'
        and exists (select from alerts.incident_event e
                     where e.incident_id = i.id and e.kind = 'silenced' and e.detail ->> 'silence' = $1)`,
    [String(id), toIso(until), toIso(now)],
  );
}

/** Something was found that the silence which holds them may not be about: they are looked at again at once. */
export async function releaseJoined(tx: Db, incidents: readonly number[], now: Instant): Promise<void> {
  if (incidents.length === 0) return;
  await tx.query(
    `update alerts.incident i set next_step_at = $2
      where i.id = any ($1) and i.state = 'open' and i.next_step_at > $2
        and exists (select from alerts.incident_event e
                     where e.incident_id = i.id and e.kind = 'silenced'
                       and (e.detail ->> 'until')::timestamptz = i.next_step_at)`,
    [incidents, toIso(now)],
  );
}

/** How many incidents wait for the instant at which a silence ends. */
export async function countHeld(db: Db, { id, until }: Pick<Silence, 'id' | 'until'>): Promise<number> {
  const { rows } = await db.query<{ held: number }>(
    `select count(*) as held from alerts.incident i
      where i.next_step_at = $2
        and exists (select from alerts.incident_event e
                     where e.incident_id = i.id and e.kind = 'silenced' and e.detail ->> 'silence' = $1)`,
    [String(id), toIso(until)],
  );
  return rows[0]!.held;
}

const PARTNER = 'partner:';

/** All that is open in these incidents, by incident. */
export async function readContents(db: Db, incidents: readonly number[]): Promise<Map<number, Content[]>> {
  if (incidents.length === 0) return new Map();
  const { rows } = await db.query<{ incidentId: number; rule: string; subject: string; orderId: OrderKey | null }>(
    `select f.incident_id as "incidentId", f.rule, f.subject, f.order_id as "orderId" from alerts.finding f
      where f.incident_id = any ($1) and f.resolved_at is null`,
    [incidents],
  );
  const partners = await readPartnersOf(
    db,
    rows.flatMap(({ orderId }) => orderId ?? []),
  );
  const contents = rows.map(({ incidentId, rule, subject, orderId }) => ({
    incidentId,
    rule,
    subject,
    orderId,
    partner: subject.startsWith(PARTNER) ? subject.slice(PARTNER.length) : (partners.get(orderId ?? '') ?? null),
  }));
  return Map.groupBy(contents, ({ incidentId }) => incidentId);
}

/** Those that end by then and whose authors have not been told so; they are told now. */
export async function takeEnding(
  tx: Db,
  { now, until, longerThanMs }: { now: Instant; until: Instant; longerThanMs: number },
): Promise<Silence[]> {
  const { rows } = await tx.query<Silence>(
    `update alerts.silence s set reminded_at = $1
      where s.ended_at is null and s.reminded_at is null and s.until_at > $1 and s.until_at <= $2 and s.from_at <= $1
        and s.until_at - s.from_at > $3 * interval '1 millisecond'
     returning ${SILENCE_COLUMNS}`,
    [toIso(now), toIso(until), longerThanMs],
  );
  return rows;
}
