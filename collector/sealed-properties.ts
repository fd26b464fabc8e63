import type { Vault } from '../tracker/personal-data.ts';
import type { MessageProperties } from './message.ts';
import { storable } from './storable.ts';

/** Headers may hold anything, so they are sealed like the body; `sealed` is the name of no property. */
type Kept = MessageProperties | { sealed: string };

/** As JSON for the database. */
export function sealProperties(vault: Vault, properties: MessageProperties): string {
  const json = JSON.stringify(storable(properties));
  return vault.key ? JSON.stringify({ sealed: vault.sealText(json) } satisfies Kept) : json;
}

export function openProperties(vault: Vault, kept: Kept): MessageProperties {
  return 'sealed' in kept ? (JSON.parse(vault.openText(kept.sealed)) as MessageProperties) : kept;
}
