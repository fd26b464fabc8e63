import { createHash, randomBytes } from 'node:crypto';

/** 256 bits that nobody guesses, in signs that may stand in an address, a cookie and a header. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/**
 * By which a secret of ours is kept and looked up. It has 256 bits of chance in it, so that nothing slower than SHA-256 is
 * needed; how long the index takes tells something about the hash, from which nothing follows for the secret.
 */
export function hashOfSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
