import type { Instant } from '../platform/clock.ts';
import type { Hands } from '../tracker/audit/by-hand.ts';
import type { Incident } from './incident.ts';
import { isOver } from './incident-commands.ts';
import { namesOf, shownName } from './person-called.ts';
import type { AlertSettings } from './settings.ts';

export const BULK_ACTIONS = ['acknowledge', 'snooze', 'resolve'] as const;
export type BulkAction = (typeof BULK_ACTIONS)[number];

/** What somebody wants to be done with several incidents at once. `until` null: for as long as the configuration says. */
export type BulkWish = Hands & { action: BulkAction; until: Instant | null; note: string | null };

export type BulkVerdict =
  | { outcome: 'done'; why: null }
  /** It is so already. */
  | { outcome: 'unchanged'; why: string }
  | { outcome: 'refused'; why: string };

/**
 * What becomes of one of them; the same before and when it is done. What somebody else has taken on is theirs: whoever
 * selects forty at once has not read who has which. It is one's own by whichever name one took it on: a link in a mail
 * knows people by another name than a session does.
 */
export function judgeBulk(
  incident: Incident,
  { action, by, until }: Pick<BulkWish, 'action' | 'by' | 'until'>,
  settings: Pick<AlertSettings, 'people'>,
  now: Instant,
): BulkVerdict {
  if (incident.state === 'resolved') return refused(isOver(incident));
  if (until !== null && until <= now) return refused('The end is not ahead.');
  const holder = incident.state === 'acknowledged' ? incident.acknowledgedBy : null;
  const isTheirs = holder !== null && namesOf(settings, by).includes(holder);
  if (holder !== null && !isTheirs)
    return refused(`${shownName(settings, holder)} has it: ${sinceInWords(incident.acknowledgedAt, now)}.`);
  switch (action) {
    case 'acknowledge':
      return isTheirs && until === null ? unchanged('You have it already.') : DONE;
    case 'snooze':
      return incident.state === 'snoozed' && incident.until === until
        ? unchanged('It is put off until then already.')
        : DONE;
    case 'resolve':
      return DONE;
    default:
      return action satisfies never;
  }
}

const DONE = { outcome: 'done', why: null } as const;

function refused(why: string): BulkVerdict {
  return { outcome: 'refused', why };
}

function unchanged(why: string): BulkVerdict {
  return { outcome: 'unchanged', why };
}

/** `acknowledged 3 minutes ago` */
export function sinceInWords(at: Instant | null, now: Instant): string {
  if (at === null) return 'acknowledged before';
  const minutes = Math.round((now - at) / 60_000);
  if (minutes < 1) return 'acknowledged just now';
  const [count, unit] =
    minutes < 60
      ? [minutes, 'minute']
      : minutes < 48 * 60
        ? [Math.round(minutes / 60), 'hour']
        : [Math.round(minutes / 1440), 'day'];
  return `acknowledged ${count} ${unit}${count === 1 ? '' : 's'} ago`;
}
