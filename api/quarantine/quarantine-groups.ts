import type { z } from 'zod';
import { maskedReason } from '../../collector/masked-body.ts';
import { readCauses } from '../../collector/quarantine-causes.ts';
import { type Instant, toIso } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';
import type { Vault } from '../../tracker/personal-data.ts';
import type { contract } from '../contract.ts';
import { readQuery } from '../parameters.ts';
import { query } from '../requests.ts';

const SHOWN_ORDERS = 5;
const SHOWN_NAMES = 10;

/** What waits, or was dismissed, by cause. Throws Refused. */
export async function quarantineGroups(
  db: Db,
  asked: unknown,
  { vault, now }: { vault: Vault; now: Instant },
): Promise<z.infer<typeof contract.QuarantineGroups>> {
  const { state } = readQuery(query.quarantineGroups, asked);
  const { causes, more } = await readCauses(db, state, vault, now);
  return {
    items: causes.map(({ exchanges, routingKeys, orders, sample, firstAt, lastAt, trend, ...cause }) => ({
      ...cause,
      firstAt: toIso(firstAt),
      lastAt: toIso(lastAt),
      trend: [...trend],
      exchanges: exchanges.slice(0, SHOWN_NAMES),
      routingKeys: routingKeys.slice(0, SHOWN_NAMES),
      orders: { count: orders.names.length, more: orders.more, first: orders.names.slice(0, SHOWN_ORDERS) },
      sampleId: sample.id,
      sampleReason: maskedReason(sample.reason, cause.what),
    })),
    nextCursor: null,
    total: causes.reduce((sum, { count }) => sum + count, 0),
    more,
  };
}
