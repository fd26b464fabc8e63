/** The causes of one order; their keys end with its id. */
const OF_ONE_ORDER = ['stalled:', 'lost:'];

/** Whether others may be stuck behind it, too. */
export function isShared(key: string | null | undefined): key is string {
  return key !== null && key !== undefined && !OF_ONE_ORDER.some(kind => key.startsWith(kind));
}

/** What others can't be behind although they share it: what a message says, or when somebody says that it was said. */
const OF_MESSAGES = ['quarantine:', 'dead:', 'clock:', 'together:'];

/** Whether it stops those who come next in the line, too, so that they wait their turn behind it. */
export function stopsLine(key: string | null | undefined): key is string {
  return isShared(key) && !OF_MESSAGES.some(kind => key.startsWith(kind));
}
