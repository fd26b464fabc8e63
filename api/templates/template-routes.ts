import { json, Router } from 'express';
import { otherMethods } from '../error-handler.ts';
import { jsonOnly } from '../json-only.ts';
import { readQuery } from '../parameters.ts';
import { query } from '../requests.ts';
import { listTemplates, previewFrame, previewTemplate, type TemplateDeps } from './preview-template.ts';

// What stands in a template is its author's: styles and pictures of a mail, and nothing that runs, posts or leads away.
const FRAME_POLICY =
  "default-src 'none'; img-src https: data:; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; " +
  "frame-ancestors 'self'; sandbox";

export function templateRoutes(deps: TemplateDeps): Router {
  const templates = Router();

  templates
    .route('/')
    .get((req, res) => {
      readQuery(query.none, req.query);
      res.json(listTemplates(deps));
    })
    .all(otherMethods('GET'));

  templates
    .route('/preview')
    .post(jsonOnly, json({ limit: '16kb' }), async (req, res) => {
      readQuery(query.none, req.query);
      res.json(await previewTemplate(deps, req.body));
    })
    .all(otherMethods('POST'));

  templates
    .route('/:name/frame')
    .get(async (req, res) => {
      const html = await previewFrame(deps, req.params.name, req.query);
      res.set('Content-Security-Policy', FRAME_POLICY);
      res.set('X-Frame-Options', 'SAMEORIGIN');
      res.type('html').send(html);
    })
    .all(otherMethods('GET'));

  return templates;
}
