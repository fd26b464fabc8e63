import type { RequestHandler } from 'express';
import { Refused, unsupportedMediaType } from './problem.ts';

/** A body that says it is something else (curl says "a form" when it isn't told) is not guessed at. */
export const jsonOnly: RequestHandler = (req, _res, next) => {
  const type = req.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
  if (type !== 'application/json') {
    throw new Refused(
      unsupportedMediaType(`Send the header \`content-type: application/json\`, not ${type ?? 'none'}.`),
    );
  }
  next();
};
