import type { Db } from '../platform/postgres.ts';
import type { Vault } from '../tracker/personal-data.ts';
import { readEscapes } from './mapping/form-body.ts';
import { statedCharset } from './mapping/text-body.ts';
import { declaredEncoding } from './mapping/xml-body.ts';
import type { MessageProperties } from './message.ts';
import { openProperties } from './sealed-properties.ts';

// Bodies are held in memory, and a body may have megabytes.
const PAGE = 20;

/** Every quarantined message as text, properties and body, one after another; a form also as what it says. */
export async function* readBodies(db: Db, vault: Vault): AsyncGenerator<{ id: string; text: string }> {
  for (let after = 0; ; ) {
    const { rows } = await db.query<{ id: number; properties: MessageProperties; body: Buffer }>(
      'select id, properties, body from collector.quarantine where id > $1 order by id limit $2',
      [after, PAGE],
    );
    for (const { id, properties, body } of rows) {
      const opened = openProperties(vault, properties);
      yield { id: String(id), text: [JSON.stringify(opened), ...textsOf(opened, vault.open(body))].join('\n') };
    }
    if (rows.length < PAGE) return;
    after = rows.at(-1)!.id;
  }
}

/** Nobody has understood it, so it is read however it may be meant. */
function textsOf(properties: MessageProperties, body: Buffer): string[] {
  const decode = lenient(statedCharset(properties) ?? declaredEncoding(body) ?? 'utf-8');
  const text = decode(body);
  return /%[0-9a-fA-F]{2}/.test(text) ? [text, readEscapes(text.replaceAll('+', ' '), decode)] : [text];
}

function lenient(charset: string): (bytes: Buffer) => string {
  try {
    const decoder = new TextDecoder(charset);
    return bytes => decoder.decode(bytes);
  } catch {
    return bytes => bytes.toString();
  }
}

/** Returns how many there still were. */
export async function deleteQuarantined(db: Db, ids: readonly string[]): Promise<number> {
  const { rowCount } = await db.query('delete from collector.quarantine where id = any($1::bigint[])', [ids]);
  return rowCount ?? 0;
}
