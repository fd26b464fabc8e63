import { createSealer, SEALED_OVERHEAD_BYTES } from '../platform/sealing.ts';
import type { Customer, OrderEvent } from './event.ts';
import { contactLines, phoneDigits } from './search-text.ts';

/**
 * How personal data is kept (INGEST §1): as it is, or sealed under a key, in which case it is found by exact match only.
 * `seal` and `open` are each other's reverse; `open` gives what was never sealed as it is, so that data from before the
 * key was set stay readable.
 */
export type Vault = {
  /** Null: nothing is sealed. */
  key: { id: string; checkValue: Buffer } | null;
  sealText(plain: string): string;
  openText(kept: string): string;
  seal(plain: Buffer): Buffer;
  open(kept: Buffer): Buffer;
  isSealed(kept: Buffer): boolean;
  /** The beginning of what was sealed, for a look: it is not checked to be unchanged. */
  openBeginning(beginning: Buffer): Buffer;
  /** Bytes that sealing adds. */
  overhead: number;
  /** For finding without showing; null when nothing is sealed. */
  hash: ((what: string) => Buffer) | null;
};

export const plainVault: Vault = {
  key: null,
  sealText: plain => plain,
  openText: kept => kept,
  seal: plain => plain,
  open: kept => kept,
  isSealed: () => false,
  openBeginning: beginning => beginning,
  overhead: 0,
  hash: null,
};

/** `key`: 32 bytes. Without one nothing is sealed. */
export function vaultOf(key: Buffer | null): Vault {
  if (key === null) return plainVault;
  const { keyId, checkValue, ...sealer } = createSealer(key);
  return { ...sealer, key: { id: keyId, checkValue }, overhead: SEALED_OVERHEAD_BYTES };
}

/** The fields that tell who somebody is and how to reach them; id, locale and time zone stay readable. */
export const PERSONAL_FIELDS = ['name', 'email', 'phone'] as const;

export function sealCustomer(vault: Vault, customer: Customer): Customer {
  return withPersonal(customer, vault.sealText);
}

export function openCustomer(vault: Vault, customer: Customer): Customer {
  return withPersonal(customer, vault.openText);
}

/** The event as the ledger keeps it. Its digest stays that of the plain content. */
export function sealEvent(vault: Vault, event: OrderEvent): OrderEvent {
  return vault.key && event.customer ? { ...event, customer: sealCustomer(vault, event.customer) } : event;
}

export function openEvent(vault: Vault, event: OrderEvent): OrderEvent {
  return vault.key && event.customer ? { ...event, customer: openCustomer(vault, event.customer) } : event;
}

function withPersonal(customer: Customer, change: (text: string) => string): Customer {
  const changed = { ...customer };
  for (const field of PERSONAL_FIELDS) {
    const text = customer[field];
    if (typeof text === 'string') changed[field] = change(text);
  }
  return changed;
}

/** What an order is found by. */
export type Contact = { text: string | null; hashes: Buffer[] | null };

/**
 * A contact holds at most so many lines: of a test account that was everybody the first by sort stay. The smallest
 * of a union are the smallest of the smallest, so the order of events makes no difference.
 */
export const MAX_LINES = 50;

/** Of events as they are kept, or not yet: a function of their set. Null where they say nothing. */
export function contactOf(vault: Vault, events: Iterable<Pick<OrderEvent, 'customer'>>): Contact {
  const said = new Set<string>();
  const hashes = new Set<string>();
  for (const { customer } of events) {
    if (customer === null) continue;
    const plain = openCustomer(vault, customer);
    for (const line of vault.hash ? [] : contactLines(plain)) said.add(line);
    if (vault.hash) for (const what of exactly(plain)) hashes.add(vault.hash(what).toString('hex'));
  }
  const first = (all: Set<string>) => [...all].sort().slice(0, MAX_LINES);
  return {
    text: said.size > 0 ? first(said).join('\n') : null,
    hashes: hashes.size > 0 ? first(hashes).map(hash => Buffer.from(hash, 'hex')) : null,
  };
}

/** The hashes under which whatever somebody typed would be found. */
export function hashesOf(vault: Vault, query: string): Buffer[] {
  const { hash } = vault;
  if (!hash) return [];
  const typed = query.trim();
  const digits = typed.replace(/\D+/g, '');
  if (typed.includes('@')) return exactly({ email: typed }).map(hash);
  if (isLastDigits(typed)) return [hash(lastDigits(digits))];
  return isNumber(typed) && digits.length > LAST_DIGITS ? [hash(number(phoneDigits(typed)))] : [];
}

const LAST_DIGITS = 4;

/** Of any number. */
export function isLastDigits(query: string): boolean {
  return isNumber(query.trim()) && query.replace(/\D+/g, '').length === LAST_DIGITS;
}

function isNumber(typed: string): boolean {
  return /^[\d\s+().\-–—/]+$/.test(typed);
}

function exactly({ email, phone }: Customer): string[] {
  const digits = phone === undefined ? '' : phoneDigits(phone);
  return [
    ...(email ? contactLines({ email }).map(line => `email:${line}`) : []),
    ...(digits === '' ? [] : [number(digits)]),
    ...(digits.length < LAST_DIGITS ? [] : [lastDigits(digits)]),
  ];
}

function number(digits: string): string {
  return `phone:${digits}`;
}

function lastDigits(digits: string): string {
  return `last4:${digits.slice(-LAST_DIGITS)}`;
}
