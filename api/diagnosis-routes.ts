import { Router } from 'express';
import type { Diagnose } from '../alerts/diagnosis.ts';
import type { Clock } from '../platform/clock.ts';
import { otherMethods } from './error-handler.ts';
import { type NamedOrderDeps, orderNamed } from './order-named.ts';
import { readQuery } from './parameters.ts';
import { presentDiagnosis } from './present-diagnosis.ts';
import { query } from './requests.ts';

/** Below `/orders`, beside the order itself. */
export function diagnosisRoutes({
  clock,
  diagnose,
  ...deps
}: NamedOrderDeps & { clock: Clock; diagnose: Diagnose }): Router {
  const orders = Router();
  orders
    .route('/:name/diagnosis')
    .get(async (req, res) => {
      readQuery(query.none, req.query);
      const now = clock.now();
      res.json(presentDiagnosis(await diagnose(await orderNamed(deps, req.params.name, now), now)));
    })
    .all(otherMethods('GET'));
  return orders;
}
