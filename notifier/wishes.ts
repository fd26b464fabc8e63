import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { KnownAddress } from './addresses-of.ts';
import type { Recipient } from './message.ts';
import { type Preference, savePreference } from './preference-rows.ts';
import { readSuppressions, type Suppression, suppressionKey, unsuppress } from './suppression-rows.ts';

/**
 * Takes down what somebody wants. Whoever names a channel wants to be reached on it: an opt-out of their addresses there
 * ends with it. What mail servers and networks say of an address stays.
 */
export async function takeWish(
  tx: Db,
  {
    recipient,
    preference,
    addresses,
  }: { recipient: Recipient; preference: Preference; addresses: readonly KnownAddress[] },
  now: Instant,
): Promise<void> {
  await savePreference(tx, recipient, preference, now);
  const wanted = new Set(Object.values(preference.channels ?? {}).flat());
  for (const address of addresses) {
    if (wanted.has(address.channel)) await unsuppress(tx, address, ['opted_out']);
  }
}

/** Which of the addresses nothing is sent to, and why. */
export async function readOptOuts(
  db: Db,
  addresses: readonly KnownAddress[],
): Promise<(Pick<Suppression, 'reason' | 'since'> & KnownAddress)[]> {
  const byKey = new Map(addresses.map(address => [suppressionKey(address), address]));
  const found = await readSuppressions(db, addresses);
  return found.map(row => ({ ...byKey.get(suppressionKey(row))!, reason: row.reason, since: row.since }));
}
