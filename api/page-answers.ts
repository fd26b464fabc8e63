import type { ErrorRequestHandler, Request, Response } from 'express';
import type { NotifierSettings } from '../notifier/settings.ts';
import { saysDatabaseIsGone } from '../platform/postgres.ts';
import { type Look, notNowPage, type Page } from './page.ts';
import { languageOf } from './page-language.ts';

type Notifications = () => Pick<NotifierSettings, 'brand' | 'locale' | 'fallbacks'>;

/** `known`: languages that are known of whoever looks. */
export function lookOf(
  notifications: Notifications,
  req: Request,
  known: readonly (string | null | undefined)[] = [],
): Look {
  const { brand, locale, fallbacks } = notifications();
  const accepted = req.acceptsLanguages().filter(language => language !== '*');
  return { brand, language: languageOf([...known, ...accepted, locale], fallbacks) };
}

export function sendPage(res: Response, { status, body, policy }: Page): void {
  res
    .status(status)
    .set({ 'Content-Security-Policy': policy, 'X-Robots-Tag': 'noindex, nofollow' })
    .type('html')
    .send(body);
}

/** People read a page, not a problem document. */
export function whileDatabaseIsGone(notifications: Notifications): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    if (!saysDatabaseIsGone(error) || res.headersSent) return next(error);
    res.set('Retry-After', '60');
    sendPage(res, notNowPage(lookOf(notifications, req)));
  };
}

/** As forms and mail programs send it: RFC 8058 asks for multipart/form-data, and takes the other form too. */
export async function formOf(req: Request): Promise<FormData | null> {
  if (!Buffer.isBuffer(req.body)) return null;
  const type = req.get('content-type') ?? '';
  try {
    return await new globalThis.Response(new Uint8Array(req.body), { headers: { 'content-type': type } }).formData();
  } catch {
    return null;
  }
}
