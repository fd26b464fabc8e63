import type { Db } from '../platform/postgres.ts';
import type { Vault } from '../tracker/personal-data.ts';
import type { MessageProperties } from './message.ts';
import { openProperties } from './sealed-properties.ts';

// Bodies are held in memory, and a body may have megabytes.
const PAGE = 20;

/** Every quarantined message as text, properties and body, one after another. */
export async function* readBodies(db: Db, vault: Vault): AsyncGenerator<{ id: string; text: string }> {
  for (let after = 0; ; ) {
    const { rows } = await db.query<{ id: number; properties: MessageProperties; body: Buffer }>(
      'select id, properties, body from collector.quarantine where id > $1 order by id limit $2',
      [after, PAGE],
    );
    for (const { id, properties, body } of rows) {
      yield { id: String(id), text: `${JSON.stringify(openProperties(vault, properties))}\n${vault.open(body)}` };
    }
    if (rows.length < PAGE) return;
    after = rows.at(-1)!.id;
  }
}

/** Returns how many there still were. */
export async function deleteQuarantined(db: Db, ids: readonly string[]): Promise<number> {
  const { rowCount } = await db.query('delete from collector.quarantine where id = any($1::bigint[])', [ids]);
  return rowCount ?? 0;
}
