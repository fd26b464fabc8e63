import { isUtf8 } from 'node:buffer';
import type { z } from 'zod';
import { type RawMessage, rawMessages } from '../../collector/raw-message.ts';
import { toIso } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';
import type { OrderKey } from '../../tracker/event.ts';
import type { Vault } from '../../tracker/personal-data.ts';
import { readKeys } from '../../tracker/timeline.ts';
import type { contract } from '../contract.ts';
import { time } from '../present.ts';

export type RawEventContract = z.infer<typeof contract.RawEvent>;

/** The messages of an event under any key of the order, with everything in them; null: none is kept. */
export async function readRawEvent(
  db: Db,
  orderId: OrderKey,
  eventId: string,
  vault: Vault,
): Promise<RawEventContract | null> {
  const keys = await readKeys(db, orderId);
  const messages: RawMessage[] = [];
  for (const key of keys) messages.push(...(await rawMessages(db, key, eventId, vault)));
  if (messages.length === 0) return null;
  return { orderId, eventId, masked: false, messages: messages.map(presentRaw) };
}

/** Without what may tell who somebody is: anything may stand in a body and in headers. */
export function maskedRaw(raw: RawEventContract): RawEventContract {
  return {
    ...raw,
    masked: true,
    messages: raw.messages.map(message => ({ ...message, headers: null, body: null, bodyEncoding: null })),
  };
}

function presentRaw(message: RawMessage): RawEventContract['messages'][number] {
  const { origin, exchange, routingKey, receivedAt, body } = message;
  const { headers, timestamp, ...properties } = message.properties;
  const bodyEncoding = isUtf8(body) ? 'utf8' : 'base64';
  return {
    receivedAt: toIso(receivedAt),
    ...{ origin, exchange, routingKey },
    properties: { ...properties, timestamp: time(timestamp) },
    headers: { ...headers },
    bytes: body.length,
    body: body.toString(bodyEncoding),
    bodyEncoding,
  };
}
