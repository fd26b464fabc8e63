import { expect, test } from 'vitest';
import { createSealer, SEALED_OVERHEAD_BYTES } from './sealing.ts';

const sealer = createSealer(Buffer.alloc(32, 7));
const other = createSealer(Buffer.alloc(32, 8));

test('what is sealed opens again, byte by byte, and never looks the same twice', () => {
  for (const plain of [Buffer.alloc(0), Buffer.from('Анна'), Buffer.from([0, 255, 0])]) {
    const sealed = sealer.seal(plain);
    expect(sealed.length).toBe(plain.length + SEALED_OVERHEAD_BYTES);
    expect(sealer.isSealed(sealed)).toBe(true);
    expect(sealer.open(sealed)).toEqual(plain);
    expect(sealer.seal(plain)).not.toEqual(sealed);
  }
  expect(sealer.openText(sealer.sealText('Ёлкина'))).toBe('Ёлкина');
  expect(sealer.sealText('Ёлкина')).not.toBe(sealer.sealText('Ёлкина'));
});

test('another key, a changed byte, and what was never sealed leave it as it is', () => {
  const sealed = sealer.seal(Buffer.from('plain'));
  expect(other.open(sealed)).toBe(sealed);
  expect(other.openText(sealer.sealText('plain'))).toMatch(/^sealed:1:/);
  for (let at = 0; at < sealed.length; at++) {
    const changed = Buffer.from(sealed);
    changed[at]! ^= 1;
    expect(sealer.open(changed)).toBe(changed);
  }
  for (const text of ['plain', '', 'sealed:1:', 'sealed:1:AAAA', `sealed:1:${'A'.repeat(80)}`]) {
    expect(sealer.openText(text)).toBe(text);
    expect(sealer.open(Buffer.from(text))).toEqual(Buffer.from(text));
  }
});

test('the beginning of what is sealed can be shown', () => {
  const sealed = sealer.seal(Buffer.from('a long message'));
  expect(sealer.openBeginning(sealed.subarray(0, SEALED_OVERHEAD_BYTES + 6)).toString()).toBe('a long');
  expect(sealer.openBeginning(Buffer.from('plain')).toString()).toBe('plain');
});

test('hashes are the same under one key only', () => {
  expect(sealer.hash('email:a@example.com')).toEqual(createSealer(Buffer.alloc(32, 7)).hash('email:a@example.com'));
  expect(sealer.hash('email:a@example.com')).not.toEqual(other.hash('email:a@example.com'));
  expect(sealer.hash('a')).toHaveLength(16);
});

test('a key is known by its id and its check value, which differ from key to key', () => {
  expect(sealer.keyId).toMatch(/^[0-9a-f]{8}$/);
  expect(sealer.keyId).not.toBe(other.keyId);
  expect(sealer.checkValue).not.toEqual(other.checkValue);
});
