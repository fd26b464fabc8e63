import { z } from 'zod';
import { isQuarantineId, listQuarantine } from '../collector/quarantine.ts';
import type { Db } from '../platform/postgres.ts';
import type { Vault } from '../tracker/personal-data.ts';
import type { contract } from './contract.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { readQuery } from './parameters.ts';
import { presentQuarantined } from './present.ts';
import { query } from './requests.ts';

const position = z.tuple([z.literal('quarantine'), z.string().refine(isQuarantineId)]);

/** The page of quarantined messages that a query asks for, also for those on the command line. Throws Refused. */
export async function quarantinePage(
  db: Db,
  asked: unknown,
  vault: Vault,
): Promise<z.infer<typeof contract.QuarantinePage>> {
  const { state, reasonKind, exchange, fingerprint, from, to, cursor, limit } = readQuery(query.quarantine, asked);
  const filter = {
    reasonKind,
    exchange,
    fingerprint,
    since: from,
    until: to,
    state: state === 'all' ? undefined : state,
  };
  const after = cursor === undefined ? null : decodeCursor(position, cursor)[1];
  const { messages, next } = await listQuarantine(db, filter, { after, limit }, vault);
  return { items: messages.map(presentQuarantined), nextCursor: next && encodeCursor(['quarantine', next]) };
}
