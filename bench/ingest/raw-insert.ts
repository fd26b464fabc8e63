import { decode } from '../../collector/envelope/decode.ts';
import { insertRawMessages, type RawRow } from '../../collector/raw-message.ts';
import { rawPartitions } from '../../collector/raw-partitions.ts';
import { createLog } from '../../platform/log.ts';
import { createPool, transaction } from '../../platform/postgres.ts';
import { referenceLifecycles as lifecycles } from '../../test/support/reference.ts';
import { insertEvents } from '../../tracker/event-rows.ts';

import { plainVault } from '../../tracker/personal-data.ts';

import { stamp } from '../../tracker/sort-arrivals.ts';
import { asDelivered } from './delivered.ts';
import { serve } from './peer.ts';
import { messages, type Workload } from './workload.ts';

// The rows that a tracker adds to the ledger and to the raw messages, and nothing else: events that are ready, batches
// of the same size, one connection, the tracker's own statements. Only the transactions are timed.
const BATCH = 1_000;

await serve(async ({ databaseUrl, count, workload }) => {
  const pool = createPool(databaseUrl, createLog('error'));
  const now = Date.now();
  await rawPartitions(pool).ensure(now);
  let spentMs = 0;
  let batch: RawRow['message'][] = [];
  for (const message of messages(workload as Workload, count, now)) {
    batch.push(asDelivered(message, now));
    if (batch.length === BATCH) await insert();
  }
  if (batch.length > 0) await insert();
  await pool.end();
  return (count / spentMs) * 1_000;

  async function insert(): Promise<void> {
    const arrivals = batch.map(message => {
      const verdict = decode(message, { lifecycles, historic: false });
      if (!verdict.ok) throw new Error(verdict.reason);
      return { event: verdict.event, redelivered: false };
    });
    const events = stamp(arrivals, now);
    const rows = events.map(({ key: orderId, eventId, recordedAt }, at) => ({
      orderId,
      eventId,
      recordedAt,
      message: batch[at]!,
    }));
    const begun = performance.now();
    await transaction(pool, async tx => {
      await insertEvents(tx, events, plainVault);
      await insertRawMessages(tx, rows, plainVault);
    });
    spentMs += performance.now() - begun;
    batch = [];
  }
});
