import type { Operation } from './operations.ts';

/** What is asked: what was typed for each parameter, empty where nothing was, and the body as text. */
export type Asked = { operation: Operation; typed: Readonly<Record<string, string>>; body: string | null };

/** The address below the API's root, with all that was typed in its place. */
export function addressOf({ operation, typed }: Asked): string {
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(typed[name] ?? ''));
  const query = new URLSearchParams();
  for (const { name, in: place } of operation.parameters) {
    if (place === 'query' && typed[name]) query.set(name, typed[name]);
  }
  return query.size === 0 ? path : `${path}?${query}`;
}

/** The same for a shell, with a key in `$KEY`. */
export function curlOf(asked: Asked, root: string): string {
  const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
  const parts = [
    `curl -X ${asked.operation.method} ${quoted(root + addressOf(asked))}`,
    '-H "Authorization: Bearer $KEY"',
  ];
  if (asked.body !== null) parts.push(`-H 'Content-Type: application/json'`, `-d ${quoted(asked.body)}`);
  return parts.join(' \\\n  ');
}
