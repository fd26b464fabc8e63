import { json, Router } from 'express';
import type { z } from 'zod';
import { type Clock, toIso } from '../../platform/clock.ts';
import { principalOf } from '../authentication.ts';
import type { contract } from '../contract.ts';
import { otherMethods } from '../error-handler.ts';
import { jsonOnly } from '../json-only.ts';
import { readBody, readQuery } from '../parameters.ts';
import { forbidden, notDone, Refused } from '../problem.ts';
import { query, requestBody } from '../requests.ts';
import { customerToken } from './customer-token.ts';
import { USUAL_LIFE_S } from './customer-token-requests.ts';

/** For the backend of a shop. A person who could make one would see contacts of a customer that nobody has asked for. */
export function customerTokenRoutes({ clock, signingKey }: { clock: Clock; signingKey: Buffer | null }): Router {
  const router = Router();
  router
    .route('/')
    .post(jsonOnly, json({ limit: '16kb' }), (req, res) => {
      readQuery(query.none, req.query);
      const { customer, expiresIn = USUAL_LIFE_S } = readBody(requestBody.customerToken, req.body);
      const { kind, id } = principalOf(res);
      if (kind !== 'key') {
        throw new Refused(forbidden('Tokens of customers are for the backend of a shop: it asks with an API key.'));
      }
      if (signingKey === null) {
        throw new Refused(notDone('Tokens are not signed here: ORDERWATCH_SIGNING_KEY is not set.'));
      }
      const expiresAt = clock.now() + expiresIn * 1_000;
      const answer: z.infer<typeof contract.CustomerToken> = {
        token: customerToken(signingKey, { customer, key: id, expiresAt }),
        customer,
        expiresAt: toIso(expiresAt),
      };
      res.status(201).json(answer);
    })
    .all(otherMethods('POST'));
  return router;
}
