import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type RequestHandler, type Response, Router } from 'express';
import helmet from 'helmet';
import { otherMethods } from './error-handler.ts';

/** Where `npm run console` puts it. */
export const CONSOLE_FOLDER = fileURLToPath(new URL('../console/dist/', import.meta.url));

const A_YEAR_S = 365 * 24 * 3600;
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
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
  },
  strictTransportSecurity: { maxAge: A_YEAR_S, includeSubDomains: false },
  referrerPolicy: { policy: 'same-origin' },
  xFrameOptions: { action: 'deny' },
});

/** The files that pages are made of: their names change with their content, so that they are kept for ever. */
export function consoleAssets(folder: string = CONSOLE_FOLDER): Router {
  const assets = Router();
  const files = new Set(existsSync(folder) ? readdirSync(folder, { recursive: true }).map(String) : []);
  assets
    .route('/assets/:file')
    .get((req, res, next) => {
      const file = join('assets', req.params.file);
      if (!files.has(file)) return next();
      res.set('Cache-Control', `public, max-age=${A_YEAR_S}, immutable`);
      send(req.acceptsEncodings(['br', 'gzip']), file, res, next);
    })
    .all(otherMethods('GET'));
  assets.get('/icon.svg', (req, res, next) => {
    if (!files.has('icon.svg')) return next();
    res.set('Cache-Control', 'public, max-age=86400');
    send(req.acceptsEncodings(['br', 'gzip']), 'icon.svg', res, next);
  });
  return assets;

  function send(accepted: string | false, file: string, res: Response, next: (error?: unknown) => void): void {
    const prepared = PREPARED.find(([name, ending]) => name === accepted && files.has(file + ending));
    res.vary('Accept-Encoding').type(file.slice(file.lastIndexOf('.')));
    if (prepared) res.set('Content-Encoding', prepared[0]);
    // What goes wrong while it is sent, such as a reader who has gone, is not the next route's business.
    res.sendFile(file + (prepared?.[1] ?? ''), { root: folder, cacheControl: false }, error => {
      if (error && !res.headersSent) next(error);
    });
  }
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
