import type { Response } from 'express';
import type { Person } from '../../tracker/decisions/own-event.ts';
import { principalOf } from '../authentication.ts';

/** Who asks, as decisions about orders name them: two who bear one name are not the same. */
export function personOf(res: Response): Person {
  const { kind, id, name } = principalOf(res);
  return { id: `${kind}:${id}`, name };
}
