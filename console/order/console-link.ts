/**
 * Where a piece of evidence is looked at in the console: its paths are those of the API, of which the console has most
 * under the same name. Null: it is an address outside.
 */
export function consoleLink(link: string): string | null {
  if (!link.startsWith('/')) return null;
  const [, order, event] = /^\/orders\/([^/?#]+)\/timeline(#.*)?$/.exec(link) ?? [];
  if (order !== undefined) return `/orders/${order}${event ?? ''}`;
  return link.startsWith('/orders?') ? link.replace('/orders?', '/?') : link;
}
