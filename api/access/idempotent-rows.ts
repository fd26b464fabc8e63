import { type Instant, toIso } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';
import type { Principal } from './principal.ts';

export type Named = { principal: Pick<Principal, 'kind' | 'id'>; key: string };
export type Answer = { status: number; contentType: string | null; body: Buffer };

export type Begun =
  | { kind: 'new' }
  | { kind: 'answered'; answer: Answer }
  /** The first one has not been answered yet. */
  | { kind: 'running' }
  /** The key was used for another request. */
  | { kind: 'other' };

const KEPT_MS = 24 * 3_600_000;
/** Whoever began it so long ago was killed: nothing in the API takes so long. */
const GIVEN_UP_MS = 2 * 60_000;

/** Of those who send the same at the same moment one begins. */
export async function begin(
  db: Db,
  { principal: { kind, id }, key }: Named,
  request: Buffer,
  now: Instant,
): Promise<Begun> {
  const { rows } = await db.query<{ mine: boolean }>(
    `insert into api.idempotent as had (kind, principal_id, key, request, begun_at) values ($1, $2, $3, $4, $5)
     on conflict (kind, principal_id, key) do update
        set request = excluded.request, begun_at = excluded.begun_at, status = null, content_type = null, body = null
      where had.begun_at < $6 or (had.status is null and had.begun_at < $7 and had.request = excluded.request)
     returning true as mine`,
    [kind, id, key, request, toIso(now), toIso(now - KEPT_MS), toIso(now - GIVEN_UP_MS)],
  );
  if (rows[0]) return { kind: 'new' };
  const { rows: had } = await db.query<{
    request: Buffer;
    status: number | null;
    contentType: string | null;
    body: Buffer;
  }>(
    `select request, status, content_type as "contentType", body from api.idempotent
      where kind = $1 and principal_id = $2 and key = $3`,
    [kind, id, key],
  );
  // Given up at this very moment, since it came to nothing: whoever asks again finds the place free.
  if (!had[0]) return { kind: 'running' };
  const { status, contentType, body } = had[0];
  if (!had[0].request.equals(request)) return { kind: 'other' };
  return status === null ? { kind: 'running' } : { kind: 'answered', answer: { status, contentType, body } };
}

export async function keepAnswer(
  db: Db,
  { principal, key }: Named,
  { status, contentType, body }: Answer,
): Promise<void> {
  await db.query(
    `update api.idempotent set status = $4, content_type = $5, body = $6
      where kind = $1 and principal_id = $2 and key = $3`,
    [principal.kind, principal.id, key, status, contentType, body],
  );
}

/** It may be sent again as if it had never been. */
export async function giveUp(db: Db, { principal, key }: Named): Promise<void> {
  await db.query('delete from api.idempotent where kind = $1 and principal_id = $2 and key = $3', [
    principal.kind,
    principal.id,
    key,
  ]);
}

export async function forgetOld(db: Db, now: Instant): Promise<void> {
  await db.query('delete from api.idempotent where begun_at < $1', [toIso(now - KEPT_MS)]);
}
