import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type NextFunction, type RequestHandler, type Response, Router } from 'express';
import helmet from 'helmet';
import { otherMethods } from './error-handler.ts';

/** Where `npm run console` puts it. */
export const CONSOLE_FOLDER = fileURLToPath(new URL('../console/dist/', import.meta.url));

const ICON = '/icon.svg';
const A_DAY_MS = 24 * 3600 * 1000;
const A_YEAR_MS = 365 * A_DAY_MS;
const NONCE_BYTES = 16;
const PREPARED = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const;

const NOT_BUILT =
  'The console is not built. In the folder of Orderwatch, run "npm install", or "npm run console" if that was done.\n';

/** What a page of the console may do: load what comes from here, and run no script that stands in the page itself. */
const headersOfPages = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      // Style elements are made while the page runs; each bears the nonce of the answer that the page came with.
      styleSrc: ["'self'", (_req, res) => `'nonce-${nonceOf(res as Response)}'`],
      imgSrc: ["'self'", 'data:'],
      fontSrc: ["'self'"],
      connectSrc: ["'self'"],
      // Mails as templates make them, in which nothing runs.
      frameSrc: ["'self'"],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
  },
  strictTransportSecurity: { maxAge: A_YEAR_MS / 1000, includeSubDomains: false },
  referrerPolicy: { policy: 'same-origin' },
  xFrameOptions: { action: 'deny' },
});

/** The files that pages are made of: their names change with their content, so that they are kept for ever. */
export function consoleAssets(folder: string = CONSOLE_FOLDER): Router {
  const routes = Router();
  const assets = filesIn(join(folder, 'assets'));
  routes
    .route('/assets/:file')
    .get((req, res, next) => {
      const { file } = req.params;
      if (!assets.has(file)) return next('route');
      const prepared = PREPARED.find(([name, ending]) => req.acceptsEncodings(name) && assets.has(file + ending));
      res.vary('Accept-Encoding').type(extname(file));
      if (prepared) res.set('Content-Encoding', prepared[0]);
      const options = { root: join(folder, 'assets'), maxAge: A_YEAR_MS, immutable: true };
      send(res, file + (prepared?.[1] ?? ''), options, next);
    })
    .all(otherMethods('GET'));
  routes.get(ICON, (_req, res, next) => {
    if (!existsSync(join(folder, ICON))) return next();
    send(res, basename(ICON), { root: folder, maxAge: A_DAY_MS }, next);
  });
  return routes;
}

function send(
  res: Response,
  file: string,
  options: { root: string; maxAge: number; immutable?: boolean },
  next: NextFunction,
): void {
  // Ours are answers that nobody may keep; these are none.
  res.removeHeader('Cache-Control');
  res.sendFile(file, options, error => {
    // What goes wrong once it is being sent, such as a reader who has gone, is nobody else's business.
    if (error && !res.headersSent) next(error);
  });
}

function filesIn(folder: string): Set<string> {
  return new Set(existsSync(folder) ? readdirSync(folder) : []);
}

/**
 * The page in which the console runs, at whatever address: it reads the address itself. Only for those who want a page;
 * programs get what comes after it.
 */
export function consolePage(folder: string = CONSOLE_FOLDER): RequestHandler {
  let page: string | null = null;
  return (req, res, next) => {
    if (req.method !== 'GET' && req.method !== 'HEAD') return next();
    if (req.path.startsWith('/api/') || req.path.startsWith('/assets/')) return next();
    // Who takes anything is a program: a browser says that it wants HTML.
    if (req.accepts(['json', 'html']) !== 'html') return next();
    page ??= pageIn(folder);
    if (page === null) {
      res.status(503).type('txt').send(NOT_BUILT);
      return;
    }
    const html = page;
    headersOfPages(req, res, error => {
      if (error) return next(error);
      // It holds a nonce, and names the files of today: nobody may keep it.
      res.set('Cache-Control', 'no-store').vary('Accept');
      res.type('html').send(html.replace('%NONCE%', nonceOf(res)));
    });
  };
}

function pageIn(folder: string): string | null {
  const file = join(folder, 'index.html');
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

function nonceOf(res: Response): string {
  res.locals.nonce ??= randomBytes(NONCE_BYTES).toString('base64');
  return res.locals.nonce as string;
}
