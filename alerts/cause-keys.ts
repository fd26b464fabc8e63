/** The causes of one order; their keys end with its id. */
const OF_ONE_ORDER = ['stalled:', 'lost:'];

/** Whether others may be stuck behind it, too. */
export function isShared(key: string | null | undefined): key is string {
  return key !== null && key !== undefined && !OF_ONE_ORDER.some(kind => key.startsWith(kind));
}

/**
 * What nobody is behind who comes later, although several share it: what messages say and when; and where the newest are
 * taken first, whoever comes later has the better place.
 */
const OF_THESE_ONLY = ['quarantine:', 'dead:', 'clock:', 'together:', 'overtaken:'];

/** Whether it stops those who come next in the line, too, so that they wait their turn behind it. */
export function stopsLine(key: string | null | undefined): key is string {
  return isShared(key) && !OF_THESE_ONLY.some(kind => key.startsWith(kind));
}
