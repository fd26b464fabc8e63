import { timingSafeEqual } from 'node:crypto';
import { type Instant, toIso } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { Vault } from './personal-data.ts';

/** `overPlain`: the key is new, and events were recorded before it. Told to one only of those who bring it. */
export type KeyVerdict = { ok: true; overPlain: boolean } | { ok: false; reason: string };

/**
 * Sees to it that personal data is sealed under one key only: the first one that somebody starts with. Any number of
 * processes may ask at once.
 */
export async function admitDataKey(db: Db, vault: Vault, now: Instant): Promise<KeyVerdict> {
  const known = await readKey(db);
  const { key } = vault;
  if (key === null) {
    if (!known) return { ok: true, overPlain: false };
    return {
      ok: false,
      reason:
        `The personal data in this database is sealed under a key (id ${known.key_id}) that is not set here. ` +
        'Set ORDERWATCH_DATA_KEY, or ORDERWATCH_DATA_KEY_FILE, to that key.',
    };
  }
  const overPlain = known ? false : await insertKey(db, key, now);
  const kept = known ?? (await readKey(db))!;
  if (kept.key_id === key.id && timingSafeEqual(kept.check_value, key.checkValue)) return { ok: true, overPlain };
  return {
    ok: false,
    reason:
      `ORDERWATCH_DATA_KEY is another key (id ${key.id}) than the one under which the personal data in this database is ` +
      `sealed (id ${kept.key_id}). Set it to that key: with this one nobody could read what is there.`,
  };
}

type KeyRow = { key_id: string; check_value: Buffer };

async function readKey(db: Db): Promise<KeyRow | undefined> {
  const { rows } = await db.query<KeyRow>('select key_id, check_value from tracker.data_key');
  return rows[0];
}

/** Whether events were there already; false where somebody else was faster. */
async function insertKey(db: Db, { id, checkValue }: NonNullable<Vault['key']>, now: Instant): Promise<boolean> {
  const { rows } = await db.query<{ over_plain: boolean }>(
    `insert into tracker.data_key (key_id, check_value, since) values ($1, $2, $3) on conflict do nothing
     returning exists (select from tracker.order_event) as over_plain`,
    [id, checkValue, toIso(now)],
  );
  return rows[0]?.over_plain === true;
}
