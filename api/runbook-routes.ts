import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Router } from 'express';
import { otherMethods } from './error-handler.ts';

const FOLDER = new URL('../docs/runbooks/', import.meta.url);

/**
 * docs/runbooks as they are written, for the links in alerts: what to do belongs to the version that runs. They hold
 * nothing that is not public, and are read from a phone at night, so without a key.
 */
export function runbookRoutes(): Router {
  const router = Router();
  router
    .route('/:page')
    .get((req, res, next) => {
      const text = /^[a-z-]+$/.test(req.params.page) ? readPage(req.params.page) : null;
      if (text === null) next('route');
      else res.type('text/plain').send(text);
    })
    .all(otherMethods('GET'));
  return router;
}

function readPage(name: string): string | null {
  try {
    return readFileSync(fileURLToPath(new URL(`${name}.md`, FOLDER)), 'utf8');
  } catch {
    return null;
  }
}
