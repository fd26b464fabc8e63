/** Times as a field of the kind `datetime-local` has them: by the clocks of a zone, without saying which. */

const LOCAL = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)/;

/** `2026-11-20T12:00` of an instant. */
export function toLocal(at: number, zone: string): string {
  const parts = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }).format(at);
  return parts.replace(' ', 'T').slice(0, 16);
}

/**
 * The instant at which those clocks show it; null: it is no such text. Of a time that clocks skip, as much later as they
 * are put forward; of one that they show twice, the first.
 */
export function fromLocal(text: string, zone: string): number | null {
  if (!LOCAL.test(text)) return null;
  const wanted = Date.parse(`${text.slice(0, 16)}:00Z`);
  if (Number.isNaN(wanted)) return null;
  const shownAt = (at: number) => Date.parse(`${toLocal(at, zone)}:00Z`);
  // The offset is that of a day before, or that of a day after, where clocks change in between.
  const [before, after] = [-1, 1].map(day => shownAt(wanted + day * DAY_MS) - (wanted + day * DAY_MS)) as [
    number,
    number,
  ];
  const found = [wanted - before, wanted - after].filter(at => shownAt(at) === wanted);
  return found.length > 0 ? Math.min(...found) : wanted - before;
}

const DAY_MS = 24 * 3_600_000;
