import type { Instant } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';
import type { ChannelName, MessageName, MessageState } from '../message.ts';
import type { Receipt } from './receipt.ts';

/** A message as far as receipts are concerned. */
export type Known = MessageName & {
  state: MessageState;
  reason: string | null;
  channel: ChannelName;
  addressHash: Buffer;
  providerId: string | null;
  /** Its recipient was forgotten: what is written from now on names nobody. */
  isForgotten: boolean;
};

/** The messages that the receipts may be about, held until the transaction ends; in the one order in which rows are locked. */
export async function lockMessages(tx: Db, receipts: readonly Receipt[]): Promise<Known[]> {
  if (receipts.length === 0) return [];
  const { rows } = await tx.query<{
    about: string;
    id: string;
    state: MessageState;
    reason: string | null;
    channel: ChannelName;
    address_hash: Buffer;
    provider_id: string | null;
    is_forgotten: boolean;
  }>(
    `select m.about, m.id, m.state, m.reason, m.channel, m.address_hash, m.provider_id,
            m.address_hash = '' as is_forgotten
       from notifier.message m
      where m.id = any ($1::text[]) or m.provider_id = any ($2::text[])
      order by m.about, m.id
        for update`,
    [
      receipts.flatMap(({ message }) => (message ? [message.id] : [])),
      receipts.flatMap(({ providerId }) => (providerId === null ? [] : [providerId])),
    ],
  );
  return rows.map(({ address_hash, provider_id, is_forgotten, ...row }) => ({
    ...row,
    addressHash: address_hash,
    providerId: provider_id,
    isForgotten: is_forgotten,
  }));
}

export type Match =
  | { kind: 'found'; message: Known }
  /** Its worker has not yet written down what it handed over. */
  | { kind: 'wait' }
  | { kind: 'none' };

// A worker writes down what it handed over within seconds, or its claim expires within minutes.
export const PATIENCE_MS = 60 * 60_000;

/** By the name that we gave along, or else by the provider's own. */
export function matchMessage(receipt: Receipt, known: readonly Known[], receivedAt: Instant, now: Instant): Match {
  const message = known.find(one => isNamed(receipt, one)) ?? known.find(one => isOfProvider(receipt, one));
  const isPatient = now - receivedAt < PATIENCE_MS;
  if (!message) return isPatient && receipt.providerId !== null ? { kind: 'wait' } : { kind: 'none' };
  return message.state === 'sending' && isPatient ? { kind: 'wait' } : { kind: 'found', message };
}

function isOfProvider({ providerId }: Receipt, message: Known): boolean {
  return providerId !== null && message.providerId === providerId;
}

function isNamed({ message }: Receipt, { about, id }: Known): boolean {
  return message !== null && message.id === id && (message.about === null || message.about === about);
}
