import { createCipheriv, createDecipheriv, createHmac, createSecretKey, hkdfSync, randomFillSync } from 'node:crypto';

/**
 * Sealing with AES-256-GCM (NIST SP 800-38D) and keyed hashes with HMAC-SHA-256, each under a key of its own that HKDF
 * (RFC 5869) makes of the one that is given, so that neither says anything of the other. Pure but for the random nonce.
 * A sealed value is mark, key id (4 bytes), nonce (12), tag (16), ciphertext. A random nonce is safe for 2^32 values.
 */
export type Sealer = {
  /** Says which key it is, and nothing about it. */
  keyId: string;
  /** Only who has the key can make it. */
  checkValue: Buffer;
  seal(plain: Buffer): Buffer;
  /** What was never sealed, or not by this key, as it is. */
  open(kept: Buffer): Buffer;
  isSealed(kept: Buffer): boolean;
  /** The beginning of a sealed value, not checked to be unchanged. */
  openBeginning(beginning: Buffer): Buffer;
  sealText(plain: string): string;
  openText(kept: string): string;
  hash(what: string): Buffer;
};

export const SEALING_KEY_BYTES = 32;

// No text begins with NUL. What only looks sealed does not open, and stays what it is.
const MARK = Buffer.from('\0OWSEAL1', 'latin1');
const TEXT_MARK = 'sealed:1:';
const KEY_ID_BYTES = 4;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEAD_BYTES = KEY_ID_BYTES + NONCE_BYTES + TAG_BYTES;
const HASH_BYTES = 16;

export const SEALED_OVERHEAD_BYTES = MARK.length + HEAD_BYTES;

const nonces = Buffer.alloc(NONCE_BYTES * 256);
let used = nonces.length;

/** Random bytes in stock: asking for twelve takes as long as asking for thousands. */
function nextNonce(): Buffer {
  if (used === nonces.length) {
    randomFillSync(nonces);
    used = 0;
  }
  used += NONCE_BYTES;
  return Buffer.from(nonces.subarray(used - NONCE_BYTES, used));
}

export function createSealer(key: Buffer): Sealer {
  const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', key, '', `orderwatch ${purpose} 1`, 32));
  // As key objects: OpenSSL takes 15 µs to make one of bytes, at every use.
  const sealingKey = createSecretKey(derive('sealing'));
  const hashingKey = createSecretKey(derive('searching'));
  const hmac = (what: string) => createHmac('sha256', hashingKey).update(what).digest();
  const keyId = derive('key id').subarray(0, KEY_ID_BYTES);

  function encrypt(plain: Buffer): Buffer[] {
    const nonce = nextNonce();
    const cipher = createCipheriv('aes-256-gcm', sealingKey, nonce);
    const content = [cipher.update(plain), cipher.final()];
    return [keyId, nonce, cipher.getAuthTag(), ...content];
  }

  function decipherOf(head: Buffer) {
    const nonce = head.subarray(KEY_ID_BYTES, KEY_ID_BYTES + NONCE_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', sealingKey, nonce);
    return decipher.setAuthTag(head.subarray(KEY_ID_BYTES + NONCE_BYTES, HEAD_BYTES));
  }

  function decrypt(value: Buffer): Buffer | null {
    if (value.length < HEAD_BYTES || !value.subarray(0, KEY_ID_BYTES).equals(keyId)) return null;
    const decipher = decipherOf(value);
    try {
      return Buffer.concat([decipher.update(value.subarray(HEAD_BYTES)), decipher.final()]);
    } catch {
      return null;
    }
  }

  const isSealed = (kept: Buffer) =>
    kept.length >= SEALED_OVERHEAD_BYTES &&
    kept.subarray(0, MARK.length).equals(MARK) &&
    kept.subarray(MARK.length, MARK.length + KEY_ID_BYTES).equals(keyId);

  return {
    keyId: keyId.toString('hex'),
    checkValue: createHmac('sha256', derive('check')).update('orderwatch').digest(),
    seal: plain => Buffer.concat([MARK, ...encrypt(plain)]),
    open: kept => (isSealed(kept) && decrypt(kept.subarray(MARK.length))) || kept,
    isSealed,
    openBeginning: beginning => {
      if (!isSealed(beginning)) return beginning;
      const value = beginning.subarray(MARK.length);
      return decipherOf(value).update(value.subarray(HEAD_BYTES));
    },
    sealText: plain => TEXT_MARK + Buffer.concat(encrypt(Buffer.from(plain))).toString('base64'),
    openText: kept => {
      if (!kept.startsWith(TEXT_MARK)) return kept;
      return decrypt(Buffer.from(kept.slice(TEXT_MARK.length), 'base64'))?.toString() ?? kept;
    },
    hash: what => hmac(what).subarray(0, HASH_BYTES),
  };
}
