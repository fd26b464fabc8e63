import { json, type Response, Router } from 'express';
import { z } from 'zod';
import type { NotifierSettings } from '../../notifier/settings.ts';
import { findChats } from '../../notifier/telegram-chats.ts';
import type { Templates } from '../../notifier/template.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db, Pool } from '../../platform/postgres.ts';
import { type Corrected, correct } from '../../tracker/corrections/correct.ts';
import { findCorrection, listCorrections } from '../../tracker/corrections/correction-rows.ts';
import { approve, reject, withdraw } from '../../tracker/corrections/proposals.ts';
import type { DecisionSettings } from '../../tracker/decisions/settings.ts';
import type { Ledger } from '../../tracker/ledger.ts';
import { readKeys } from '../../tracker/timeline.ts';
import { auditOf } from '../access/audited.ts';
import { withETag } from '../access/etag.ts';
import { demandOrderMatch } from '../access/order-etag.ts';
import { personOf } from '../access/person.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { otherMethods } from '../error-handler.ts';
import { jsonOnly } from '../json-only.ts';
import { type NamedOrderDeps, orderNamed } from '../order-named.ts';
import { readBody, readQuery } from '../parameters.ts';
import { noSuchCorrection, noSuchOrder, notDone, type Problem, Refused } from '../problem.ts';
import { query, requestBody } from '../requests.ts';
import { rowId } from '../row-id.ts';
import { correctionAsked } from './correction-asked.ts';
import { overtakenOrder } from './overtaken.ts';
import { presentCorrection } from './present-correction.ts';
import { type PreviewDeps, previewAdvance, previewCorrection } from './preview.ts';
import { tellOfCorrections } from './tell-of.ts';

export type CorrectionRoutesDeps = NamedOrderDeps & {
  pool: Pool;
  reads: Db;
  ledger: Ledger;
  ledgerOn: (pool: Pool) => Ledger;
  clock: Clock;
  decisions: () => DecisionSettings;
  notifications: () => NotifierSettings;
  templates: () => Templates;
};

function correcting({ pool, ledger, lifecycles, vault, decisions }: CorrectionRoutesDeps) {
  return { pool, ledger, lifecycles, vault, settings: decisions, tellOf: tellOfCorrections(vault) };
}

/** What is not done: why, and who was faster. */
async function refusal(
  { pool, lifecycles }: CorrectionRoutesDeps,
  corrected: Exclude<Corrected, { correction: unknown }>,
  { orderId, missing }: { orderId: string; missing: Problem },
): Promise<Refused> {
  switch (corrected.kind) {
    case 'missing':
      return new Refused(missing);
    case 'refused':
      return new Refused(notDone(corrected.why));
    case 'overtaken':
      return new Refused(await overtakenOrder({ db: pool, lifecycles: lifecycles() }, orderId));
    default:
      return corrected satisfies never;
  }
}

function foreseeingOf(deps: CorrectionRoutesDeps): PreviewDeps {
  const { pool, lifecycles, vault, decisions, notifications, templates, ledgerOn } = deps;
  return {
    ...{ pool, lifecycles, vault, decisions, templates, ledgerOn },
    tellOf: tellOfCorrections(vault),
    settings: notifications,
    // Which are set up is known to whoever sends; here each would be tried.
    channels: { has: () => true },
    people: { findChats: (db: Db, recipients: readonly string[]) => findChats(db, recipients, vault) },
  };
}

/** Below `/orders`: putting a status right. */
export function orderCorrectionRoutes(deps: CorrectionRoutesDeps): Router {
  const { clock, decisions } = deps;
  const orders = Router();
  const on = correcting(deps);
  const foreseeing = foreseeingOf(deps);
  const named = (name: string) => orderNamed(deps, name, clock.now());

  orders
    .route('/:name/corrections')
    .post(jsonOnly, json({ limit: '16kb' }), async (req, res) => {
      readQuery(query.none, req.query);
      const { expected, dryRun, ...said } = readBody(requestBody.correction, req.body);
      const { orderId } = await named(req.params.name);
      const asked = correctionAsked(orderId, said, decisions());
      const person = personOf(res);
      const now = clock.now();
      if (dryRun) return void res.json(await previewCorrection(foreseeing, asked, person, now));
      const matched = await demandOrderMatch({ db: deps.pool, lifecycles: deps.lifecycles() }, req, orderId);
      const asking = { asked, expected: expected ?? matched, person, actor: auditOf(res) };
      const corrected = await correct(on, asking, now);
      if (!('correction' in corrected)) {
        throw await refusal(deps, corrected, { orderId, missing: noSuchOrder(req.params.name) });
      }
      res.status(corrected.kind === 'done' ? 201 : 202).json(presentCorrection(corrected.correction, person));
    })
    .all(otherMethods('POST'));

  orders
    .route('/:name/corrections/preview')
    .post(jsonOnly, json({ limit: '16kb' }), async (req, res) => {
      readQuery(query.none, req.query);
      const said = readBody(requestBody.correctionPreview, req.body);
      const { orderId } = await named(req.params.name);
      const asked = correctionAsked(orderId, said, decisions());
      const preview = await previewCorrection(foreseeing, asked, personOf(res), clock.now());
      withETag(res, preview.version).json(preview);
    })
    .all(otherMethods('POST'));

  orders
    .route('/:name/advance/preview')
    .post(jsonOnly, json({ limit: '16kb' }), async (req, res) => {
      readQuery(query.none, req.query);
      const { to } = readBody(requestBody.advancePreview, req.body);
      const { orderId } = await named(req.params.name);
      const preview = await previewAdvance(foreseeing, { orderId, to, person: personOf(res) }, clock.now());
      withETag(res, preview.version).json(preview);
    })
    .all(otherMethods('POST'));

  return orders;
}

const position = z.tuple([z.literal('corrections'), z.int().min(1)]);

/** Corrections, and what a second person says of them. */
export function correctionRoutes(deps: CorrectionRoutesDeps): Router {
  const { pool, reads, vault, clock } = deps;
  const corrections = Router();
  const on = correcting(deps);

  corrections
    .route('/')
    .get(async (req, res) => {
      const { state, order, cursor, limit } = readQuery(query.corrections, req.query);
      const after = cursor === undefined ? null : decodeCursor(position, cursor)[1];
      const orderIds = order === undefined ? undefined : await readKeys(reads, order);
      const page = await listCorrections(reads, { state, orderIds }, { after, limit }, vault);
      res.json({
        items: page.corrections.map(one => presentCorrection(one, personOf(res))),
        nextCursor: page.next === null ? null : encodeCursor(['corrections', page.next]),
      });
    })
    .all(otherMethods('GET'));

  for (const [path, decide] of Object.entries({ approve, reject, withdraw })) {
    corrections
      .route(`/:id/${path}`)
      .post(jsonOnly, json({ limit: '16kb' }), async (req, res: Response) => {
        readQuery(query.none, req.query);
        const { reason: decision = null } = readBody(requestBody.correctionDecision, req.body);
        const asked = String(req.params.id);
        const id = rowId(asked, noSuchCorrection);
        const person = personOf(res);
        const corrected = await decide(on, { id, person, actor: auditOf(res), decision }, clock.now());
        if ('correction' in corrected) return void res.json(presentCorrection(corrected.correction, person));
        const orderId = (await findCorrection(pool, id, vault))?.orderId ?? '';
        throw await refusal(deps, corrected, { orderId, missing: noSuchCorrection(asked) });
      })
      .all(otherMethods('POST'));
  }
  return corrections;
}
