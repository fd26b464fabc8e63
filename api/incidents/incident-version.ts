import { sinceInWords } from '../../alerts/bulk-verdict.ts';
import type { Incident } from '../../alerts/incident.ts';
import { isOver } from '../../alerts/incident-commands.ts';
import { type Instant, toIso } from '../../platform/clock.ts';
import { versionOfContent } from '../access/etag.ts';

/**
 * Another one after each thing that people decide about it. That one more order joins, or that a rule has seen it again, is
 * no reason to think anew.
 */
export function versionOf(
  incident: Pick<Incident, 'state' | 'acknowledgedBy' | 'until' | 'customers' | 'verdict'>,
): string {
  const { state, acknowledgedBy, until, customers, verdict } = incident;
  return versionOfContent([state, acknowledgedBy, until, customers, verdict]);
}

/** Who was faster, in a sentence for whoever was not. */
export function whoWasFaster(incident: Incident, now: Instant): string {
  switch (incident.state) {
    case 'acknowledged':
      return `${incident.acknowledgedBy} has ${sinceInWords(incident.acknowledgedAt, now).replace('acknowledged', 'acknowledged it')}.`;
    case 'snoozed':
      return `It was put off until ${toIso(incident.until!)}.`;
    case 'resolved':
      return isOver(incident);
    case 'open':
      return 'It is open again.';
    default:
      return incident.state satisfies never;
  }
}
