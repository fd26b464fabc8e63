import { json, type Request, type Response, Router } from 'express';
import type { z } from 'zod';
import { toIso } from '../../platform/clock.ts';
import { type Db, transaction } from '../../platform/postgres.ts';
import { recordAudit } from '../../tracker/audit/record.ts';
import type { contract } from '../contract.ts';
import { jsonOnly } from '../json-only.ts';
import { readBody, readQuery } from '../parameters.ts';
import { badField, forbidden, linkUsedUp, noSuchSession, notDone, Refused, wrongCredentials } from '../problem.ts';
import { query, requestBody } from '../requests.ts';
import { rowId } from '../row-id.ts';
import { addressOf } from './audited.ts';
import { hasAdmin, isLink, takeLink } from './one-time-link.ts';
import { hashPassword, isPassword, weaknessOf } from './password.ts';
import { giveCookie, type SessionDeps, takeCookie, tokenIn } from './session-cookie.ts';
import {
  beginSession,
  endOwnSession,
  endSession,
  endSessions,
  findSession,
  readSessions,
  type Session,
} from './session-rows.ts';
import { createSignInLimits } from './sign-in-limits.ts';
import { aboutUser } from './user-asked.ts';
import { addUser, changeUser, findSecret, lockUser, setPassword, type User } from './user-rows.ts';

/** `oidcName`: what the sign-in of the company is called; null: people have a name and a password here. */
export type SessionRouteDeps = SessionDeps & { oidcName: string | null };

/** Who has signed in, signing in and out, and what people change of themselves. */
export function sessionRoutes(deps: SessionRouteDeps): Router {
  const { pool, clock, oidcName } = deps;
  const routes = Router();
  const limits = createSignInLimits();

  routes.get('/', (req, res) => {
    readQuery(query.none, req.query);
    res.json(stateOf(sessionIn(res)));
  });

  routes.post('/', jsonOnly, json({ limit: '16kb' }), async (req, res) => {
    readQuery(query.none, req.query);
    mustBeLocal();
    const typed = readBody(requestBody.signIn, req.body);
    const name = typed.name.trim().toLowerCase();
    const attempt = { name, address: addressOf(res) };
    const id = await limits.attempt(attempt, async () => {
      const found = await findSecret(pool, name);
      return (await isPassword(typed.password, found?.password ?? null)) ? found!.id : null;
    });
    if (id === null) throw new Refused(wrongCredentials());
    await limits.forgive(attempt);
    await enter(req, res, async () => id);
  });

  routes.delete('/', async (req, res) => {
    readQuery(query.none, req.query);
    const token = tokenIn(deps, req);
    if (token !== null && sessionIn(res)) await endSession(pool, token);
    takeCookie(deps, res);
    res.status(204).end();
  });

  routes.post('/first-admin', jsonOnly, json({ limit: '16kb' }), async (req, res) => {
    readQuery(query.none, req.query);
    mustBeLocal();
    const { token, name, password, displayName = name } = readBody(requestBody.firstAdmin, req.body);
    await mustOpen(token);
    const hash = await hashed(req, password, name);
    await enter(req, res, async tx => {
      const link = await takeLink(tx, token, clock.now());
      if (link === null || link.userId !== null || (await hasAdmin(tx))) throw new Refused(linkUsedUp());
      const admin = { name, displayName, email: null, role: 'admin' as const, partner: null, locale: null };
      const user = await addUser(tx, { ...admin, password: hash }, clock.now());
      if (user === null) throw new Refused(notDone(`Somebody is called ${name} already.`));
      await note(tx, res, user, 'user.created');
      return user.id;
    });
  });

  routes.post('/password', jsonOnly, json({ limit: '16kb' }), async (req, res) => {
    readQuery(query.none, req.query);
    mustBeLocal();
    const { token, password } = readBody(requestBody.password, req.body);
    await mustOpen(token);
    const hash = await hashed(req, password, '');
    await enter(req, res, async tx => {
      const link = await takeLink(tx, token, clock.now());
      const user = link?.userId ? await lockUser(tx, link.userId) : null;
      if (user === null || user.disabledAt !== null) throw new Refused(linkUsedUp());
      await setPassword(tx, user.id, hash);
      await endSessions(tx, user.id);
      await note(tx, res, user, 'user.password_set');
      return user.id;
    });
  });

  routes.patch('/profile', jsonOnly, json({ limit: '16kb' }), async (req, res) => {
    readQuery(query.none, req.query);
    const session = mustBeSignedIn(res);
    const { password, displayName, locale } = readBody(requestBody.profile, req.body);
    const hash = password === undefined ? null : await changedPassword(req, session, password);
    await transaction(pool, async tx => {
      const user = (await lockUser(tx, session.user.id))!;
      const change = { ...(displayName !== undefined && { displayName }), ...(locale !== undefined && { locale }) };
      if (Object.keys(change).length > 0) await changeUser(tx, user, change);
      if (hash === null) return;
      await setPassword(tx, user.id, hash);
      await endSessions(tx, user.id, session.id);
      await note(tx, res, user, 'user.password_set');
    });
    res.json(stateOf(await findSession(pool, tokenIn(deps, req)!, clock.now())));
  });

  routes.get('/sessions', async (req, res) => {
    readQuery(query.none, req.query);
    const session = mustBeSignedIn(res);
    const sessions = await readSessions(pool, session.user.id, clock.now());
    const items: z.infer<typeof contract.UserSession>[] = sessions.map(shown => ({
      ...shown,
      current: shown.id === session.id,
      createdAt: toIso(shown.createdAt),
      lastSeenAt: toIso(shown.lastSeenAt),
      expiresAt: toIso(shown.expiresAt),
    }));
    res.json({ items, nextCursor: null });
  });

  routes.delete('/sessions/:id', async (req, res) => {
    readQuery(query.none, req.query);
    const session = mustBeSignedIn(res);
    const ended = await endOwnSession(pool, session.user.id, String(rowId(req.params.id, noSuchSession)));
    if (!ended) throw new Refused(noSuchSession(req.params.id));
    if (req.params.id === session.id) takeCookie(deps, res);
    res.status(204).end();
  });

  /** Begins a session of whom `who` names, in its transaction; a session before it ends, whosesoever it was. */
  async function enter(req: Request, res: Response, who: (tx: Db) => Promise<string>): Promise<void> {
    const now = clock.now();
    const former = tokenIn(deps, req);
    const device = { address: addressOf(res), agent: req.get('user-agent') ?? null };
    const token = await transaction(pool, async tx => {
      const userId = await who(tx);
      if (former !== null) await endSession(tx, former);
      return beginSession(tx, userId, device, now);
    });
    giveCookie(deps, res, token);
    res.json(stateOf(await findSession(pool, token, now)));
  }

  async function changedPassword(
    req: Request,
    { user }: Session,
    asked: { current: string; new: string },
  ): Promise<string> {
    mustBeLocal();
    const isRight = await limits.attempt({ name: user.name, address: addressOf({ req }) }, async () => {
      const kept = await findSecret(pool, user.name);
      return isPassword(asked.current, kept?.password ?? null);
    });
    if (!isRight) throw new Refused(badField('body.password.current', 'is not your password'));
    return hashed(req, asked.new, user.name, 'body.password.new');
  }

  /** Takes as much of the machine as a sign-in, and so counts as one. */
  async function hashed(req: Request, password: string, name: string, parameter = 'body.password'): Promise<string> {
    const weakness = weaknessOf(password, name);
    if (weakness !== null) throw new Refused(badField(parameter, weakness));
    return limits.attempt({ name: `new password ${name}`, address: addressOf({ req }) }, () => hashPassword(password));
  }

  /** What somebody did to themselves. */
  function note(tx: Db, res: Response, user: User, action: string): Promise<void> {
    const actor = { who: user.name, role: user.role, from: addressOf(res) };
    return recordAudit(tx, { ...actor, ...aboutUser(user), at: clock.now(), action, before: null });
  }

  async function mustOpen(token: string): Promise<void> {
    if (!(await isLink(pool, token, clock.now()))) throw new Refused(linkUsedUp());
  }

  function mustBeLocal(): void {
    if (oidcName === null) return;
    throw new Refused(forbidden(`Nobody has a password here: people sign in by ${oidcName}.`));
  }

  function stateOf(session: Session | null): z.infer<typeof contract.SessionState> {
    const signIn = { local: oidcName === null, oidc: oidcName === null ? null : { name: oidcName } };
    if (session === null) return { user: null, csrfToken: null, signIn };
    const { id: _ours, ...user } = session.user;
    return { user, csrfToken: session.csrf, signIn };
  }

  return routes;
}

function sessionIn(res: Response): Session | null {
  return (res.locals.session as Session | null | undefined) ?? null;
}

function mustBeSignedIn(res: Response): Session {
  const session = sessionIn(res);
  if (session === null) throw new Refused(forbidden('This is for people who have signed in; a key has no profile.'));
  return session;
}
