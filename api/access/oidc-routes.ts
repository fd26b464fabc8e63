import { parse } from 'cookie';
import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import type { NotifierSettings } from '../../notifier/settings.ts';
import type { Log } from '../../platform/log.ts';
import { html } from '../html.ts';
import { page } from '../page.ts';
import { lookOf, sendPage, whileDatabaseIsGone } from '../page-answers.ts';
import { addressOf } from './audited.ts';
import type { Begun, Oidc } from './oidc.ts';
import { enterBy } from './oidc-users.ts';
import { OIDC_WORDS } from './oidc-words.ts';
import { cookieOptions, giveCookie, isSecure, type SessionDeps, tokenIn } from './session-cookie.ts';

export type OidcDeps = SessionDeps & { oidc: Oidc; notifications: () => NotifierSettings; log: Log };

const BEGUN_FOR_MS = 10 * 60_000;

const begunForm = z.strictObject({ state: z.string(), nonce: z.string(), verifier: z.string(), returnTo: z.string() });

/** There and back: to the sign-in of the company, and in, by what it says of whoever comes. People read what goes wrong. */
export function oidcRoutes(deps: OidcDeps): Router {
  const routes = Router();
  const callbackUrl = () => `${deps.publicUrl()}/auth/oidc/callback`;

  routes.get('/start', async (req, res) => {
    const { url, begun } = await deps.oidc.begin(callbackUrl(), ownPath(req.query.returnTo));
    res.cookie(cookieName(deps, req), JSON.stringify(begun), { ...cookieOptions(deps, req), maxAge: BEGUN_FOR_MS });
    res.redirect(303, url.href);
  });

  routes.get('/callback', async (req, res) => {
    const begun = begunIn(deps, req);
    res.clearCookie(cookieName(deps, req), cookieOptions(deps, req));
    if (begun === null) return refuse(req, res, 'lost');
    const callback = new URL(`${callbackUrl()}?${req.originalUrl.split('?')[1] ?? ''}`);
    const said = await deps.oidc.finish(callback, begun).catch((error: Error) => {
      // What the provider says against it is in the cause; tokens are in neither.
      deps.log.warn({ err: error.message }, 'the sign-in of the company was not believed');
      return null;
    });
    if (said === null) return refuse(req, res, 'lost');
    if (said.standing === null) return refuse(req, res, 'noRole');
    const device = { address: addressOf(res), agent: req.get('user-agent') ?? null };
    const token = await enterBy(deps, { ...said, standing: said.standing }, { device, former: tokenIn(deps, req) });
    if (token === null) return refuse(req, res, 'disabled');
    giveCookie(deps, res, token);
    res.redirect(303, begun.returnTo);
  });

  routes.use(whileDatabaseIsGone(deps.notifications));

  function refuse(req: Request, res: Response, why: 'lost' | 'noRole' | 'disabled'): void {
    const look = lookOf(deps.notifications, req);
    const words = OIDC_WORDS[look.language];
    const again = html`<p><a href="/sign-in">${words.again}</a></p>`;
    sendPage(res, page(look, 403, words.title, html`<p>${words[why]}</p>${again}`));
  }

  return routes;
}

function cookieName(deps: Pick<SessionDeps, 'publicUrl'>, req: Request): string {
  return isSecure(deps, req) ? '__Host-orderwatch-oidc' : 'orderwatch-oidc';
}

function begunIn(deps: SessionDeps, req: Request): Begun | null {
  try {
    const kept = begunForm.safeParse(JSON.parse(parse(req.get('cookie') ?? '')[cookieName(deps, req)] ?? ''));
    return kept.success ? { ...kept.data, returnTo: ownPath(kept.data.returnTo) } : null;
  } catch {
    return null;
  }
}

/** A path of ours; what leads anywhere else is the first page. Browsers take `//host`, and `/\host`, for other hosts. */
function ownPath(asked: unknown): string {
  const here = 'https://here.invalid';
  const url = typeof asked === 'string' && asked.startsWith('/') ? URL.parse(asked, here) : null;
  return url?.origin === here ? `${url.pathname}${url.search}${url.hash}` : '/';
}
