import type { Clock } from '../../platform/clock.ts';
import { type Db, type Pool, transaction } from '../../platform/postgres.ts';
import { recordAudit } from '../../tracker/audit/record.ts';
import type { Identified } from './oidc.ts';
import { beginSession, type Device, endSession, endSessions } from './session-rows.ts';
import { aboutUser } from './user-asked.ts';
import { addUser, changeUser, findByIdentity, lockUser, type User } from './user-rows.ts';

type Standing = NonNullable<Identified['standing']>;

/** Whoever comes for the first time becomes a user; of the others what is said now counts. Null: they are disabled. */
export async function enterBy(
  { pool, clock }: { pool: Pool; clock: Clock },
  said: Identified & { standing: Standing },
  { device, former }: { device: Device; former: string | null },
): Promise<string | null> {
  const now = clock.now();
  return transaction(pool, async tx => {
    // Two sign-ins of somebody new at once: the second one finds the user.
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `api.user ${said.issuer} ${said.subject}`,
    ]);
    const id = await findByIdentity(tx, said);
    const before = id === null ? null : await lockUser(tx, id);
    if (before !== null && before.disabledAt !== null) return null;
    const user = before === null ? await added(tx, said, now) : await changed(tx, before, said);
    if (former !== null) await endSession(tx, former);
    const token = await beginSession(tx, user.id, device, now);
    if (before === null || before.role !== user.role || before.partner !== user.partner) {
      const actor = { who: user.name, role: user.role, from: device.address };
      const entry = { ...aboutUser(user), before: before && aboutUser(before).after };
      await recordAudit(tx, { ...actor, ...entry, at: now, action: before === null ? 'user.created' : 'user.changed' });
    }
    return token;
  });
}

async function changed(tx: Db, before: User, said: Identified & { standing: Standing }): Promise<User> {
  const { displayName, email, standing } = said;
  if (standing.role !== before.role || standing.partner !== before.partner) await endSessions(tx, before.id);
  const same = displayName === before.displayName && email === before.email;
  if (same && standing.role === before.role && standing.partner === before.partner) return before;
  return changeUser(tx, before, { displayName, email, ...standing });
}

/** Under the name that the provider says, or one like it where somebody has that. */
async function added(tx: Db, said: Identified & { standing: Standing }, now: number): Promise<User> {
  const { issuer, subject, displayName, email, locale, standing } = said;
  for (let number = 1; ; number++) {
    const name = number === 1 ? said.name : `${said.name}.${number}`;
    const user = await addUser(
      tx,
      { name, displayName, email, locale, ...standing, identity: { issuer, subject } },
      now,
    );
    if (user !== null) return user;
  }
}
