import type { Vault } from '../tracker/personal-data.ts';
import { type MessageProperties, NO_PROPERTIES } from './message.ts';
import { storable } from './storable.ts';

/** Headers may hold anything, so they are sealed like the body; `sealed` is the name of no property. */
type Kept = Partial<MessageProperties> | { sealed: string };

/** As JSON for the database. What a message did not say is left out: most say little. */
export function sealProperties(vault: Vault, properties: MessageProperties): string {
  const said = JSON.stringify(storable(onlySaid(properties)));
  return vault.key ? JSON.stringify({ sealed: vault.sealText(said) }) : said;
}

export function openProperties(vault: Vault, kept: Kept): MessageProperties {
  const said = 'sealed' in kept ? (JSON.parse(vault.openText(kept.sealed)) as Partial<MessageProperties>) : kept;
  return { ...NO_PROPERTIES, ...said };
}

function onlySaid(properties: MessageProperties): Partial<MessageProperties> {
  const said: Record<string, unknown> = {};
  for (const name of Object.keys(properties) as (keyof MessageProperties)[]) {
    if (properties[name] !== null) said[name] = properties[name];
  }
  return said;
}
