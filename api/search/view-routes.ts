import { json, Router } from 'express';
import type { z } from 'zod';
import type { Clock } from '../../platform/clock.ts';
import { type Db, type Pool, transaction } from '../../platform/postgres.ts';
import type { Actor } from '../../tracker/audit/entry.ts';
import { recordAudit } from '../../tracker/audit/record.ts';
import { auditOf } from '../access/audited.ts';
import { demandMatch, versionOfContent, withETag } from '../access/etag.ts';
import { principalOf } from '../authentication.ts';
import type { contract } from '../contract.ts';
import { otherMethods } from '../error-handler.ts';
import { jsonOnly } from '../json-only.ts';
import { readBody, readQuery } from '../parameters.ts';
import { noSuchView, notDone, Refused } from '../problem.ts';
import { query, requestBody } from '../requests.ts';
import { rowId } from '../row-id.ts';
import {
  addView,
  changeView,
  dropView,
  holdView,
  listViews,
  type SavedView,
  VIEWS_EACH,
  type ViewContent,
} from './view-rows.ts';

export function viewRoutes({ pool, clock }: { pool: Pool; clock: Clock }): Router {
  const views = Router();

  views
    .route('/')
    .get(async (req, res) => {
      readQuery(query.none, req.query);
      const { name } = principalOf(res);
      const items = (await listViews(pool, name)).map(view => presentView(view, name));
      res.json({ items, nextCursor: null });
    })
    .post(jsonOnly, json({ limit: '16kb' }), async (req, res) => {
      readQuery(query.none, req.query);
      const content = readBody(requestBody.view, req.body);
      const actor = auditOf(res);
      const view = await transaction(pool, async tx => {
        const added = kept(await addView(tx, actor.who, content, clock.now()), content);
        await auditShared(tx, actor, { before: null, after: added });
        return added;
      });
      withETag(res, versionOfView(view)).status(201).json(presentView(view, actor.who));
    })
    .all(otherMethods('GET, POST'));

  views
    .route('/:id')
    .put(jsonOnly, json({ limit: '16kb' }), async (req, res) => {
      readQuery(query.none, req.query);
      const id = rowId(req.params.id, noSuchView);
      const content = readBody(requestBody.view, req.body);
      const actor = auditOf(res);
      const view = await transaction(pool, async tx => {
        const before = await held(tx, id, actor);
        demandMatch(req, versionOfView(before));
        const after = kept(await changeView(tx, id, content, clock.now()), content);
        await auditShared(tx, actor, { before, after });
        return after;
      });
      withETag(res, versionOfView(view)).json(presentView(view, actor.who));
    })
    .delete(async (req, res) => {
      readQuery(query.none, req.query);
      const id = rowId(req.params.id, noSuchView);
      const actor = auditOf(res);
      await transaction(pool, async tx => {
        const before = await held(tx, id, actor);
        demandMatch(req, versionOfView(before));
        await dropView(tx, id);
        await auditShared(tx, actor, { before, after: null });
      });
      res.status(204).end();
    })
    .all(otherMethods('PUT, DELETE'));

  /** Throws Refused: another's view is there to be looked at only. */
  async function held(tx: Db, id: number, { who }: Actor): Promise<SavedView> {
    const view = await holdView(tx, id, who);
    if (!view) throw new Refused(noSuchView(String(id)));
    return view;
  }

  /** Of what only its owner sees, nobody else has to know. */
  async function auditShared(
    tx: Db,
    actor: Actor,
    { before, after }: { before: SavedView | null; after: SavedView | null },
  ): Promise<void> {
    if (!before?.shared && !after?.shared) return;
    const action = before === null ? 'view.shared' : after === null ? 'view.removed' : 'view.changed';
    const subject = { kind: 'view', id: String((after ?? before)!.id) } as const;
    const told = (view: SavedView | null) => view && { name: view.name, shared: view.shared };
    await recordAudit(tx, {
      at: clock.now(),
      ...actor,
      action,
      subject,
      reason: null,
      before: told(before),
      after: told(after),
    });
  }

  return views;
}

function kept(outcome: SavedView | 'taken' | 'full', { name }: ViewContent): SavedView {
  if (outcome === 'taken') throw new Refused(notDone(`You have a view called “${name}” already.`));
  if (outcome === 'full') throw new Refused(notDone(`You have ${VIEWS_EACH} views already: remove one first.`));
  return outcome;
}

function versionOfView({ name, query, shared }: SavedView): string {
  return versionOfContent([name, query, shared]);
}

function presentView(view: SavedView, who: string): z.infer<typeof contract.SavedView> {
  return { ...view, id: String(view.id), mine: view.owner === who, version: versionOfView(view) };
}
