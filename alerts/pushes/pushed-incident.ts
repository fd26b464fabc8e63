import { createHash } from 'node:crypto';
import { durationInWords } from '../../platform/duration.ts';
import { inWords, parseDuration } from '../../tracker/iso-duration.ts';
import type { Incident } from '../incident.ts';

/** An incident as systems outside are told of it. */
export type PushedIncident = Pick<
  Incident,
  | 'id'
  | 'rule'
  | 'about'
  | 'severity'
  | 'state'
  | 'title'
  | 'limit'
  | 'causeKey'
  | 'suspect'
  | 'storm'
  | 'openedAt'
  | 'acknowledgedBy'
  | 'until'
  | 'resolvedAt'
  | 'resolution'
  | 'version'
> & {
  /** The version that the target took last; 0: none. */
  knownVersion: number;
  /** It surely knows that this is going on: it was told so, and nothing since then is uncertain. */
  isKnown: boolean;
  /** In it now; of one that is over, all that were. */
  orderCount: number;
  /** The first of them. */
  orders: readonly string[];
  /** What was found, in English, where it is one thing. */
  detail: string | null;
  /** What most likely caused it, in English. */
  cause: string | null;
  /** Why what we know may be late or wrong, in English; null: nothing is said of that. */
  suspectBecause: string | null;
};

const LONGEST_KEY = 255;
const HASH_DIGITS = 16;

/** The same for as long as it lives, at all targets: `price-missing/mes/31`. */
export function incidentKey({ rule, about, id }: Pick<PushedIncident, 'rule' | 'about' | 'id'>): string {
  const key = `${rule}/${about}/${id}`;
  if (key.length <= LONGEST_KEY) return key;
  const hash = createHash('sha256').update(key).digest('hex').slice(0, HASH_DIGITS);
  return `${key.slice(0, LONGEST_KEY - HASH_DIGITS - 1).toWellFormed()}~${hash}`;
}

export function incidentLink(publicUrl: string | null, id: number): string | null {
  return publicUrl === null ? null : `${publicUrl}/incidents/${id}`;
}

/** What it is about, in one or two sentences. */
export function description({
  detail,
  orderCount,
  orders,
  cause,
  suspect,
  suspectBecause,
  ...incident
}: PushedIncident): string {
  const more = orderCount - orders.length;
  const listed = [...orders, ...(more > 0 ? [`${more} more`] : [])].join(', ');
  const sentences = [
    detail,
    orderCount > 0 ? `${orderCount === 1 ? 'Order' : `${orderCount} orders:`} ${listed}.` : null,
    orderCount === 0 && detail === null ? `About ${incident.about}.` : null,
    incident.limit && `Limit: ${inWords(parseDuration(incident.limit))}.`,
    cause && `Cause: ${cause}`,
    suspect ? `Our data may be late${suspectBecause === null ? '.' : `: ${suspectBecause}`}` : null,
    incident.state === 'resolved' && incident.resolvedAt !== null
      ? `Over after ${durationInWords(incident.resolvedAt - incident.openedAt)}.`
      : null,
  ];
  return sentences.filter(sentence => sentence).join(' ');
}
