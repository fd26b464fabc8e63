import { json, Router } from 'express';
import { type BacktestDeps, backtestAsked } from './backtest-asked.ts';
import { otherMethods } from './error-handler.ts';
import { jsonOnly } from './json-only.ts';
import { readQuery } from './parameters.ts';
import { notDone, Refused } from './problem.ts';
import { query } from './requests.ts';

/** A page of orders is folded between two answers to others; with several at a time they would wait for all of them. */
export function backtestRoutes(deps: BacktestDeps): Router {
  const backtests = Router();
  let isRunning = false;

  backtests
    .route('/')
    .post(jsonOnly, json({ limit: '1mb' }), async (req, res) => {
      readQuery(query.none, req.query);
      if (isRunning)
        throw new Refused(notDone('A rule is being tried on the past already; try again when that is done.'));
      isRunning = true;
      const leaving = new AbortController();
      res.on('close', () => leaving.abort());
      try {
        res.json(await backtestAsked(deps, req.body, leaving.signal));
      } catch (error) {
        // Whoever asked is gone, and nobody hears the answer.
        if (!leaving.signal.aborted) throw error;
      } finally {
        isRunning = false;
      }
    })
    .all(otherMethods('POST'));

  return backtests;
}
