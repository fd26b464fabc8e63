import { PERMISSIONS } from './permissions.ts';

/** An operation of the OpenAPI document, such as `GET /orders/{id}`. */
export type Operation = string;

type Pattern = { method: string; segments: readonly string[]; operation: Operation };

const PATTERNS: readonly Pattern[] = Object.keys(PERMISSIONS)
  .map(operation => {
    const [method = '', path = ''] = operation.split(' ');
    return { method, segments: path.split('/').slice(1), operation };
  })
  // `/incidents/bulk` before `/incidents/{id}`.
  .sort((a, b) => variablesOf(a) - variablesOf(b));

/**
 * Which operation a request is, by its path under /api/v1, as Express reads paths: in whatever case, with or without a
 * slash at the end, segment by segment before they are decoded. Or the methods that the path has; none: there is no such
 * path.
 */
export function operationOf(method: string, path: string): { operation: Operation } | { methods: readonly string[] } {
  const segments = path.replace(/\/$/, '').split('/').slice(1);
  const there = PATTERNS.filter(pattern => matches(pattern, segments));
  const asked = method === 'HEAD' ? 'GET' : method;
  const found = there.find(pattern => pattern.method === asked);
  return found ? { operation: found.operation } : { methods: [...new Set(there.map(pattern => pattern.method))] };
}

function matches({ segments }: Pattern, asked: readonly string[]): boolean {
  return (
    segments.length === asked.length &&
    segments.every((segment, at) =>
      isVariable(segment) ? asked[at] !== '' : segment.toLowerCase() === asked[at]!.toLowerCase(),
    )
  );
}

function isVariable(segment: string): boolean {
  return segment.startsWith('{');
}

function variablesOf({ segments }: Pattern): number {
  return segments.filter(isVariable).length;
}
