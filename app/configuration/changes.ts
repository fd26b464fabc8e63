import { isDeepStrictEqual } from 'node:util';
import type { Change } from '../../api/configuration/configuration-desk.ts';

const SECRET = /^(secret|token|password)$/i;
const MASK = '(not shown)';

/**
 * What differs, as deep as it can be named: by keys, and in lists whose entries have names by those. Other lists are one
 * thing. In the order of the document, what is gone at the end of where it was.
 */
export function changesBetween(before: unknown, after: unknown, path: Change['path'] = []): Change[] {
  if (isDeepStrictEqual(before, after)) return [];
  const [old, now] = [namedParts(before), namedParts(after)];
  if (!old || !now) return [{ path, before: masked(before, path.at(-1)), after: masked(after, path.at(-1)) }];
  const keys = [...new Set([...now.keys(), ...old.keys()])];
  return keys.flatMap(key => changesBetween(old.get(key), now.get(key), [...path, key]));
}

function namedParts(value: unknown): Map<string, unknown> | null {
  if (Array.isArray(value)) {
    const names = value.map(one => (one as { name?: unknown } | null)?.name);
    const areNames = names.every(name => typeof name === 'string') && new Set(names).size === names.length;
    return areNames && value.length > 0 ? new Map(value.map((one, nth) => [names[nth] as string, one])) : null;
  }
  return typeof value === 'object' && value !== null ? new Map(Object.entries(value)) : null;
}

function masked(value: unknown, key?: string | number): unknown {
  if (typeof value === 'string' && typeof key === 'string' && SECRET.test(key)) return MASK;
  if (Array.isArray(value)) return value.map(one => masked(one));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, masked(inner, name)]));
}

/** The text without the secrets that stand in it; all else, comments included, as it is. */
export function withoutSecrets(text: string): string {
  return text
    .replace(/whsec_[A-Za-z0-9+/]+={0,2}/g, MASK)
    .replace(/^(\s*(?:-\s+)?(?:secret|token|password):[ \t]+)(?![|>])\S.*$/gim, `$1${MASK}`);
}
