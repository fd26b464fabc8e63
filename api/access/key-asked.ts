import type { z } from 'zod';
import { type Clock, type Instant, toIso } from '../../platform/clock.ts';
import { type Pool, transaction } from '../../platform/postgres.ts';
import type { Actor, Json } from '../../tracker/audit/entry.ts';
import { recordAudit } from '../../tracker/audit/record.ts';
import type { contract } from '../contract.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { readBody, readQuery } from '../parameters.ts';
import { badField, noSuchKey, notDone, Refused } from '../problem.ts';
import { query, requestBody } from '../requests.ts';
import { rowId, rowIdForm } from '../row-id.ts';
import { addKey, changeKey, findKey, type Key, listKeys, lockKey } from './key-rows.ts';
import { newKey } from './new-key.ts';

export type KeyDeps = { pool: Pool; clock: Clock };

type Contract = { [Name in keyof typeof contract]: z.infer<(typeof contract)[Name]> };

/** Also for those on the command line, as all here. Throws Refused. */
export async function keyPage({ pool }: KeyDeps, asked: unknown): Promise<Contract['KeyPage']> {
  const { cursor, limit, revoked = false } = readQuery(query.keys, asked);
  const before = cursor === undefined ? null : decodeCursor(rowIdForm, cursor);
  const keys = await listKeys(pool, { revoked, before, limit: limit + 1 });
  const shown = keys.slice(0, limit);
  return { items: shown.map(presentKey), nextCursor: keys.length > limit ? encodeCursor(shown.at(-1)!.id) : null };
}

export async function keyNamed({ pool }: KeyDeps, id: string): Promise<Key> {
  const key = await findKey(pool, String(rowId(id, noSuchKey)));
  if (key === null) throw new Refused(noSuchKey(id));
  return key;
}

/** The answer is the only place where the key itself is ever shown. Throws Refused. */
export async function keyAdded({ pool, clock }: KeyDeps, body: unknown, actor: Actor): Promise<Contract['CreatedKey']> {
  const now = clock.now();
  const asked = readBody(requestBody.key, body);
  const { name, role, partner = null, customer = null, scopes = null, limit = null, expiresAt = null } = asked;
  for (const [whose, value] of Object.entries({ partner, customer })) {
    if ((role === whose) === (value !== null)) continue;
    const sentence = role === whose ? `must name the ${whose}` : `is for the role ${whose} only`;
    throw new Refused(badField(`body.${whose}`, sentence));
  }
  mustBeAhead(expiresAt, now);
  const secret = newKey();
  const key = { name, role, partner, customer, scopes, limit, expiresAt, createdBy: actor.who };
  return transaction(pool, async tx => {
    const added = await addKey(tx, secret, key, now);
    if (added === null)
      throw new Refused(notDone(`A key called ${name} is valid already. Revoke it, or take another name.`));
    await recordAudit(tx, { ...actor, ...aboutKey(added), at: now, action: 'key.created', before: null });
    return { key: presentKey(added), secret };
  });
}

/** `mayChange`: whether whoever asks has seen the key as it is. Throws Refused, as it does. */
export async function keyChanged(
  { pool, clock }: KeyDeps,
  id: string,
  body: unknown,
  { actor, demand }: { actor: Actor; demand: (version: number) => void },
): Promise<Key> {
  const now = clock.now();
  const asked = readBody(requestBody.keyChange, body);
  mustBeAhead(asked.expiresAt ?? null, now);
  const row = String(rowId(id, noSuchKey));
  return transaction(pool, async tx => {
    const before = await lockKey(tx, row);
    if (before === null) throw new Refused(noSuchKey(id));
    demand(before.version);
    if (before.revokedAt !== null) throw new Refused(notDone(`${before.name} was revoked.`));
    const named = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
    const after = await changeKey(tx, row, { ...before, ...named });
    const entry = { ...aboutKey(after), before: aboutKey(before).after };
    await recordAudit(tx, { ...actor, ...entry, at: now, action: 'key.changed' });
    return after;
  });
}

/** Nobody gets in with it from now on. One that was revoked before stays as it was. Throws Refused. */
export async function keyRevoked(
  { pool, clock }: KeyDeps,
  id: string,
  { actor, demand }: { actor: Actor; demand: (version: number) => void },
): Promise<Key> {
  const now = clock.now();
  const row = String(rowId(id, noSuchKey));
  return transaction(pool, async tx => {
    const before = await lockKey(tx, row);
    if (before === null) throw new Refused(noSuchKey(id));
    demand(before.version);
    if (before.revokedAt !== null) return before;
    const after = await changeKey(tx, row, { ...before, revokedAt: now });
    const entry = { ...aboutKey(after), before: aboutKey(before).after };
    await recordAudit(tx, { ...actor, ...entry, at: now, action: 'key.revoked' });
    return after;
  });
}

function aboutKey(key: Key): { subject: { kind: 'key'; id: string }; reason: null; after: Json } {
  const { id, name, role, partner, customer, scopes, limit } = key;
  const times = { expiresAt: time(key.expiresAt), revokedAt: time(key.revokedAt) };
  return {
    subject: { kind: 'key', id },
    reason: null,
    after: { name, role, partner, customer, scopes, limit, ...times },
  };
}

function mustBeAhead(expiresAt: Instant | null, now: Instant): void {
  if (expiresAt === null || expiresAt > now) return;
  throw new Refused(badField('body.expiresAt', 'must lie ahead'));
}

export function presentKey({ version: _tag, ...key }: Key): Contract['Key'] {
  return {
    ...key,
    createdAt: toIso(key.createdAt),
    expiresAt: time(key.expiresAt),
    lastUsedAt: time(key.lastUsedAt),
    revokedAt: time(key.revokedAt),
  };
}

function time(at: Instant | null): string | null {
  return at === null ? null : toIso(at);
}
