/** The causes of one order; their keys end with its id. */
const OF_ONE_ORDER = ['stalled:', 'lost:'];

/** Whether others may be stuck behind it, too. */
export function isShared(key: string | null | undefined): key is string {
  return key !== null && key !== undefined && !OF_ONE_ORDER.some(kind => key.startsWith(kind));
}
