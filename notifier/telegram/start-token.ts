import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Recipient } from '../message.ts';
import type { NotifierAccess } from '../settings.ts';

// Telegram takes 64 characters of A–Z, a–z, 0–9, _ and - after /start: base64url of 48 bytes. Twelve of them prove it.
const MAX_BYTES = 48;
const PROOF_BYTES = 12;

type Access = Pick<NotifierAccess, 'signingKey'>;

// One byte for who it is, so that more is left for the id. A UUID goes as its 16 bytes.
const KINDS: Readonly<Record<string, number>> = { customer: 1, partner: 2, order: 3, staff: 4 };
const IS_UUID = 0x80;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * What `https://t.me/<bot>?start=…` takes along: who has it is this recipient, and their notices go to the chat from
 * which it comes. It holds for as long as the signing key does. Null for an id of more than 35 bytes, unless it is a UUID.
 */
export function telegramStartToken(access: Access, recipient: Recipient): string | null {
  const named = encode(recipient);
  if (named === null || named.length + PROOF_BYTES > MAX_BYTES) return null;
  return Buffer.concat([proof(access, named), named]).toString('base64url');
}

/** Null as above. `username`: of the bot. */
export function telegramStartLink(access: Access, username: string, recipient: Recipient): string | null {
  const token = telegramStartToken(access, recipient);
  return token === null ? null : `https://t.me/${username}?start=${token}`;
}

export function readStartToken(access: Access, token: string): Recipient | null {
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(token)) return null;
  const bytes = Buffer.from(token, 'base64url');
  // Bits of the last character that mean nothing would make another token of the same bytes.
  if (bytes.toString('base64url') !== token) return null;
  const named = bytes.subarray(PROOF_BYTES);
  if (named.length < 2 || !timingSafeEqual(bytes.subarray(0, PROOF_BYTES), proof(access, named))) return null;
  return decode(named);
}

function proof({ signingKey }: Access, named: Buffer): Buffer {
  return createHmac('sha256', signingKey).update('telegram-start:1:').update(named).digest().subarray(0, PROOF_BYTES);
}

function encode(recipient: Recipient): Buffer | null {
  const colon = recipient.indexOf(':');
  const kind = KINDS[recipient.slice(0, colon)];
  const id = recipient.slice(colon + 1);
  if (kind === undefined || id === '') return null;
  return UUID.test(id)
    ? Buffer.concat([Buffer.of(kind | IS_UUID), Buffer.from(id.replaceAll('-', ''), 'hex')])
    : Buffer.concat([Buffer.of(kind), Buffer.from(id)]);
}

/** Of bytes that are proven to be ours. */
function decode(named: Buffer): Recipient | null {
  const kind = Object.keys(KINDS).find(name => KINDS[name] === (named[0]! & ~IS_UUID));
  const rest = named.subarray(1);
  if (kind === undefined) return null;
  if ((named[0]! & IS_UUID) === 0) return `${kind}:${rest.toString()}`;
  return `${kind}:${rest.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')}`;
}
