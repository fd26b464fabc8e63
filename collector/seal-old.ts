import type { Pool } from '../platform/postgres.ts';
import type { Vault } from '../tracker/personal-data.ts';
import type { MessageProperties } from './message.ts';
import { openProperties, sealProperties } from './sealed-properties.ts';

// Bodies are held in memory, and a body may have megabytes.
const PAGE = 20;

/**
 * Seals the messages that were kept before there was a key, while everything else goes on. Returns how many they were.
 * Nothing else changes rows of both tables but the reasons of quarantine, so a row that is gone when it is written was
 * deleted.
 */
export async function sealOldMessages(pool: Pool, vault: Vault): Promise<number> {
  if (vault.key === null) return 0;
  return (await sealQuarantine(pool, vault)) + (await sealRawMessages(pool, vault));
}

type Kept = { properties: MessageProperties | { sealed: string }; body: Buffer };

/** Reasons were kept as they are for longer than the rest. */
async function sealQuarantine(pool: Pool, vault: Vault): Promise<number> {
  let sealed = 0;
  for (let after = 0; ; ) {
    const { rows } = await pool.query<Kept & { id: number; reason: string }>(
      'select id, reason, properties, body from collector.quarantine where id > $1 order by id limit $2',
      [after, PAGE],
    );
    for (const { id, reason, properties, body } of rows) {
      if ('sealed' in properties && vault.openText(reason) !== reason) continue;
      await pool.query(
        `update collector.quarantine
            set properties = $2, body = $3, reason = case when reason = $4 then $5 else reason end
          where id = $1`,
        [
          id,
          sealProperties(vault, openProperties(vault, properties)),
          vault.seal(vault.open(body)),
          reason,
          vault.sealText(vault.openText(reason)),
        ],
      );
      sealed += 1;
    }
    if (rows.length < PAGE) return sealed;
    after = rows.at(-1)!.id;
  }
}

type RawKept = Kept & { order_id: string; event_id: string; place: string; part: string };

async function sealRawMessages(pool: Pool, vault: Vault): Promise<number> {
  let sealed = 0;
  for (let after: [string, string] = ['', '']; ; ) {
    const { rows } = await pool.query<RawKept>(
      // With ties: of two messages of one event none may fall between two pages.
      `select order_id, event_id, ctid::text as place, tableoid::text as part, properties, body from collector.raw_message
        where (order_id, event_id) > ($1, $2) order by order_id, event_id
        fetch first ${PAGE} rows with ties`,
      after,
    );
    for (const row of rows) {
      if ('sealed' in row.properties) continue;
      await pool.query(
        // A place that became free may be another message's by now.
        `update collector.raw_message set properties = $3, body = $4
          where tableoid = $1::oid and ctid = $2::tid and order_id = $5 and event_id = $6 and body = $7`,
        [
          row.part,
          row.place,
          sealProperties(vault, row.properties),
          vault.seal(row.body),
          row.order_id,
          row.event_id,
          row.body,
        ],
      );
      sealed += 1;
    }
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return sealed;
    after = [last.order_id, last.event_id];
  }
}
