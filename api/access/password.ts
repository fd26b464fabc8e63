import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';

/** log2 of N, r and p of scrypt (RFC 7914). */
export type Cost = { log2N: number; r: number; p: number };

// As the OWASP Password Storage Cheat Sheet has it: 32 MiB, about 0.2 s of one core.
export const COST: Cost = { log2N: 15, r: 8, p: 3 };

const SALT_BYTES = 16;
const HASH_BYTES = 32;

/** `scrypt$15$8$3$<salt>$<hash>`: what it cost stands in it, so that it can cost more one day. */
export async function hashPassword(password: string, cost: Cost = COST): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(password, salt, cost);
  return `scrypt$${cost.log2N}$${cost.r}$${cost.p}$${salt.toString('base64url')}$${hash.toString('base64url')}`;
}

/** Null, of somebody who has no password or does not exist: takes as long as the others, and is wrong. */
export async function isPassword(password: string, kept: string | null): Promise<boolean> {
  const [, log2N, r, p, salt = '', hash = ''] = (kept ?? NOBODYS).split('$');
  const cost = { log2N: Number(log2N), r: Number(r), p: Number(p) };
  const derived = await derive(password, Buffer.from(salt, 'base64url'), cost);
  return timingSafeEqual(derived, Buffer.from(hash, 'base64url')) && kept !== null;
}

const NOBODYS = `scrypt$${COST.log2N}$${COST.r}$${COST.p}$${'A'.repeat(22)}$${'A'.repeat(43)}`;

function derive(password: string, salt: Buffer, { log2N, r, p }: Cost): Promise<Buffer> {
  const N = 2 ** log2N;
  const options: ScryptOptions = { N, r, p, maxmem: 2 * 128 * N * r };
  return new Promise((resolve, reject) => {
    // The same signs, however they were put together on the keyboard.
    scrypt(password.normalize('NFKC'), salt, HASH_BYTES, options, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

const MIN_LENGTH = 12;
const MAX_LENGTH = 200;

/** Why a password will not do, as the end of a sentence; null: it does. NIST SP 800-63B: length counts, not signs. */
export function weaknessOf(password: string, name: string): string | null {
  const { length } = [...password];
  if (length < MIN_LENGTH) return `must have at least ${MIN_LENGTH} characters`;
  if (length > MAX_LENGTH) return `must have at most ${MAX_LENGTH} characters`;
  if (new Set(password).size < 5) return 'must not be a few characters again and again';
  if (name !== '' && password.toLowerCase().includes(name.toLowerCase()) && length < name.length + MIN_LENGTH) {
    return 'must not be built on the name';
  }
  return null;
}
