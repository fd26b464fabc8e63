import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { REFERENCE_FILE, readBytes } from './read-file.ts';

const REFERENCE = readFileSync(REFERENCE_FILE, 'utf8').replaceAll(/^ *#.*\n/gm, '');

const slip = fc.oneof(
  fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    ':',
    '\n',
    '\t',
    '- ',
    '"',
    "'",
    '*a',
    '&a ',
    '<<: ',
    '|',
    '? ',
    '~',
    '!!x ',
    '#',
  ),
  fc.constantFrom('', '0', 'true', '\u0000', 'é', '__proto__: ', 'next: [A]', '---\n', '%', ','),
  fc.string({ maxLength: 5 }),
);
const slips = fc.array(fc.record({ at: fc.nat(REFERENCE.length), lost: fc.nat(30), put: slip }), {
  minLength: 1,
  maxLength: 4,
});

test('whatever slips of the hand a file has: a verdict, with places that exist and whole sentences', () => {
  fc.assert(
    fc.property(slips, made => {
      const text = made.reduce((text, { at, lost, put }) => text.slice(0, at) + put + text.slice(at + lost), REFERENCE);
      const verdict = readBytes(Buffer.from(text), 'f');
      if (verdict.ok) return;
      const lines = text.split('\n');
      expect(verdict.problems.length).toBeGreaterThan(0);
      for (const { line, column, sentence } of verdict.problems) {
        expect(column).toBeLessThanOrEqual((lines[line - 1] ?? '').length + 1);
        expect(sentence).toMatch(/^[^a-z].*[.?]$/s);
      }
    }),
    { numRuns: 150 },
  );
});

test('whatever bytes: a verdict', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), bytes => {
      expect(readBytes(Buffer.from(bytes), 'f').ok).toBe(false);
    }),
  );
});
