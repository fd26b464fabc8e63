import type { z } from 'zod';
import { type Clock, toIso } from '../../platform/clock.ts';
import { type Db, type Pool, transaction } from '../../platform/postgres.ts';
import type { Actor, Json } from '../../tracker/audit/entry.ts';
import { recordAudit } from '../../tracker/audit/record.ts';
import type { contract } from '../contract.ts';
import { decodeCursor, encodeCursor, nameForm } from '../cursor.ts';
import { readBody, readQuery } from '../parameters.ts';
import { badField, forbidden, noSuchUser, notDone, Refused } from '../problem.ts';
import { query, requestBody } from '../requests.ts';
import { rowId } from '../row-id.ts';
import { makeLink, type OneTimeLink } from './one-time-link.ts';
import type { Role } from './roles.ts';
import { endSessions } from './session-rows.ts';
import { addUser, changeUser, findUser, listUsers, lockAdmins, lockUser, type User } from './user-rows.ts';

export type UserDeps = {
  pool: Pool;
  clock: Clock;
  publicUrl: () => string;
  /** People sign in by it, and have no password here. */
  oidcName: string | null;
};

type Contract = { [Name in keyof typeof contract]: z.infer<(typeof contract)[Name]> };

export async function userPage({ pool }: UserDeps, asked: unknown): Promise<Contract['UserPage']> {
  const { cursor, limit } = readQuery(query.users, asked);
  const users = await listUsers(pool, cursor === undefined ? null : decodeCursor(nameForm, cursor), limit + 1);
  const shown = users.slice(0, limit);
  return {
    items: shown.map(presentUser),
    nextCursor: users.length > limit ? encodeCursor(shown.at(-1)!.name) : null,
  };
}

export async function userNamed({ pool }: UserDeps, id: string): Promise<User> {
  const user = await findUser(pool, String(rowId(id, noSuchUser)));
  if (user === null) throw new Refused(noSuchUser(id));
  return user;
}

export async function userAdded(deps: UserDeps, body: unknown, actor: Actor): Promise<Contract['CreatedUser']> {
  const { pool, clock, oidcName } = deps;
  const { email = null, partner = null, locale = null, ...asked } = readBody(requestBody.user, body);
  mustFit(asked.role, partner);
  return transaction(pool, async tx => {
    const user = await addUser(tx, { ...asked, email, partner, locale }, clock.now());
    if (user === null) throw new Refused(notDone(`Somebody is called ${asked.name} already.`));
    const link = oidcName === null ? await makeLink(tx, user.id, clock.now()) : null;
    await recordAudit(tx, { ...actor, ...aboutUser(user), at: clock.now(), action: 'user.created', before: null });
    return { user: presentUser(user), passwordLink: link && presentLink(deps, link) };
  });
}

/** Whoever gets another role, another partner or none at all has to sign in again. */
export async function userChanged(
  deps: UserDeps,
  id: string,
  body: unknown,
  { actor, demand }: { actor: Actor; demand: (version: number) => void },
): Promise<User> {
  const { pool, clock } = deps;
  const { disabled, ...asked } = readBody(requestBody.userChange, body);
  const row = String(rowId(id, noSuchUser));
  return transaction(pool, async tx => {
    // Before the user, so that two admins who disable each other do not wait for each other.
    const admins = await lockAdmins(tx);
    const before = await lockUser(tx, row);
    if (before === null) throw new Refused(noSuchUser(id));
    demand(before.version);
    const role = asked.role ?? before.role;
    const partner = asked.partner === undefined ? (role === 'partner' ? before.partner : null) : asked.partner;
    mustFit(role, partner);
    const disabledAt =
      disabled === undefined ? before.disabledAt : disabled ? (before.disabledAt ?? clock.now()) : null;
    if (admins.length === 1 && admins[0] === row && (role !== 'admin' || disabledAt !== null)) {
      throw new Refused(notDone(`${before.name} is the only admin who can sign in. Make somebody else one before.`));
    }
    const named = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
    const after = await changeUser(tx, before, { ...named, role, partner, disabledAt });
    if (role !== before.role || partner !== before.partner || disabledAt !== null) await endSessions(tx, row);
    const entry = { ...aboutUser(after), before: aboutUser(before).after };
    await recordAudit(tx, { ...actor, ...entry, at: clock.now(), action: 'user.changed' });
    return after;
  });
}

export async function passwordLinkMade(deps: UserDeps, id: string, actor: Actor): Promise<Contract['PasswordLink']> {
  const { pool, clock, oidcName } = deps;
  if (oidcName !== null) throw new Refused(forbidden(`Nobody has a password here: people sign in by ${oidcName}.`));
  return transaction(pool, async tx => {
    const user = await mustBeThere(tx, id);
    if (user.disabledAt !== null) throw new Refused(notDone(`${user.name} is disabled.`));
    const link = presentLink(deps, await makeLink(tx, user.id, clock.now()));
    const entry = { subject: { kind: 'user' as const, id: user.id }, reason: null, before: null };
    const after = { name: user.name, expiresAt: link.expiresAt };
    await recordAudit(tx, { ...actor, ...entry, at: clock.now(), action: 'user.password_link_made', after });
    return link;
  });
}

async function mustBeThere(tx: Db, id: string): Promise<User> {
  const user = await lockUser(tx, String(rowId(id, noSuchUser)));
  if (user === null) throw new Refused(noSuchUser(id));
  return user;
}

function mustFit(role: Role, partner: string | null): void {
  if ((role === 'partner') === (partner !== null)) return;
  const sentence = role === 'partner' ? 'must name whose orders a partner sees' : 'is for the role partner only';
  throw new Refused(badField('body.partner', sentence));
}

/** What they may. What they are called, and where they are reached, is kept where it can be forgotten. */
export function aboutUser(user: User): { subject: { kind: 'user'; id: string }; reason: null; after: Json } {
  const { id, name, role, partner, disabledAt } = user;
  return { subject: { kind: 'user', id }, reason: null, after: { name, role, partner, disabled: disabledAt !== null } };
}

export function presentUser({ disabledAt, createdAt, lastSeenAt, version: _tag, ...user }: User): Contract['User'] {
  return {
    ...user,
    disabled: disabledAt !== null,
    createdAt: toIso(createdAt),
    lastSeenAt: lastSeenAt === null ? null : toIso(lastSeenAt),
  };
}

function presentLink({ publicUrl }: UserDeps, { token, expiresAt }: OneTimeLink): Contract['PasswordLink'] {
  return { url: `${publicUrl()}/sign-in?password=${token}`, expiresAt: toIso(expiresAt) };
}
