import type { Response } from 'express';
import type { Hands } from '../../tracker/audit/by-hand.ts';
import type { Actor } from '../../tracker/audit/entry.ts';
import { principalOf } from '../authentication.ts';

const MAPPED_IPV4 = /^::ffff:(?=\d+[.])/i;

/** Who asks, and from where, as the audit log has it. Behind `authentication`. */
export function auditOf(res: Response): Actor {
  const { name, role } = principalOf(res);
  return { who: name, role, from: addressOf(res) };
}

/** The same where it is done in the name of whoever asks. */
export function handsOf(res: Response): Hands {
  const actor = auditOf(res);
  return { by: actor.who, actor };
}

/** The address that a request comes from, of somebody who has no key, too: a link in a message is enough for some. */
export function addressOf({ req }: Pick<Response, 'req'>): string | null {
  return req.ip?.replace(MAPPED_IPV4, '') ?? null;
}
