import { randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

const SIGNS = 50;
const CHECKSUM_SIGNS = 7;
const FORM = new RegExp(`^ow_([0-9a-z]{${SIGNS}})([0-9a-z]{${CHECKSUM_SIGNS}})$`);

/**
 * `ow_`, 256 bits and their CRC-32, all in base 36: whoever looks for secrets in code and logs knows by the beginning that
 * it may be one of ours, and by the end that it is. One double click selects it.
 */
export function newKey(): string {
  const bits = BigInt(`0x${randomBytes(32).toString('hex')}`)
    .toString(36)
    .padStart(SIGNS, '0');
  return `ow_${bits}${checksum(bits)}`;
}

/** It looks like one of those, and its end does not fit its beginning. Keys that somebody chose have no form at all. */
export function isMistyped(key: string): boolean {
  const [, bits, sum] = FORM.exec(key) ?? [];
  return bits !== undefined && sum !== checksum(bits);
}

function checksum(bits: string): string {
  return crc32(bits).toString(36).padStart(CHECKSUM_SIGNS, '0');
}
