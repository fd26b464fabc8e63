import { INCIDENT_TEMPLATE, type IncidentVariables } from '../notifier/incident-variables.ts';
import type { NewMessage } from '../notifier/message.ts';
import { type Instant, toIso } from '../platform/clock.ts';
import type { Telling } from './escalation-rows.ts';
import { type Incident, incidentName } from './incident.ts';
import type { IncidentFacts } from './incident-facts.ts';
import { personNamed, type Reached } from './reach.ts';
import { textIn } from './text-in.ts';
import { usualInWords } from './usual-words.ts';

/** Where messages lead; null: nowhere, for nobody has said where we are. */
export type IncidentLinks = {
  /** It has an end, counted from `now`. */
  acknowledge(about: { incident: number; person: string }, now: Instant): string | null;
  open(incident: number): string | null;
};

export type Tidings = {
  incident: ToldIncident & Pick<Incident, 'traceparent'>;
  facts: IncidentFacts;
  told: readonly Telling[];
  /** Which telling, repetition and step it is. */
  occasion: string;
};

type ToldIncident = Pick<
  Incident,
  'id' | 'title' | 'about' | 'severity' | 'openedAt' | 'limit' | 'cause' | 'customers'
>;

// Who has not heard of it by then is told by the next steps, or by the digest.
const EXPIRES_AFTER_MS = 24 * 3_600_000;

/** What one of those who are told of an incident is sent. */
export function incidentMessage(tidings: Tidings, to: Reached, links: IncidentLinks, now: Instant): NewMessage {
  const { incident, occasion } = tidings;
  return {
    about: incidentName(incident.id),
    kind: 'staff',
    template: INCIDENT_TEMPLATE,
    occasion,
    status: null,
    eventId: null,
    channel: to.channel,
    recipient: to.recipient,
    address: to.address,
    locale: to.locale,
    zone: to.zone,
    urgent: incident.severity === 'critical',
    variables: {
      ...incidentVariables(tidings, to.locale, now),
      links: {
        acknowledge: links.acknowledge({ incident: incident.id, person: personNamed(to.recipient) }, now),
        open: links.open(incident.id),
      },
    } satisfies IncidentVariables,
    factAt: now,
    notBefore: now,
    expiresAt: now + EXPIRES_AFTER_MS,
    traceparent: incident.traceparent,
  };
}

/** What every message about an incident is filled with, but for where it leads. */
export function incidentVariables(
  { incident, facts, told }: Pick<Tidings, 'facts' | 'told'> & { incident: ToldIncident },
  locale: string,
  now: Instant,
): Omit<IncidentVariables, 'links'> {
  const { id, severity, openedAt, limit, cause, customers } = incident;
  return {
    incident: {
      id: String(id),
      title: titleIn(locale, incident),
      severity,
      openedAt: toIso(openedAt),
      limit,
      cause: cause && textIn(locale, cause),
      suspect: facts.suspect && textIn(locale, facts.suspect),
      customersHeld: customers === 'held',
      detail: facts.detail && textIn(locale, facts.detail),
    },
    orders: {
      count: facts.orders,
      first: facts.first.map(order => ({
        ...order,
        status: order.status ?? '',
        since: toIso(order.since),
        detail: order.detail && textIn(locale, order.detail),
        usual: order.usual && textIn(locale, usualInWords(order.usual, now - order.since)),
      })),
      more: facts.orders - facts.first.length,
    },
    told: lastTold(told),
  };
}

// Of rules that look at many of them by themselves: whoever is woken wants to know which.
const NAMED = /^(?:queue|source|partner):(.+)$/s;

/** `A queue fills up (mes.calc)`: what it is about stands nowhere else in a text message or a subject. */
export function titleIn(locale: string, { title, about }: Pick<Incident, 'title' | 'about'>): string {
  const name = NAMED.exec(about)?.[1];
  const said = textIn(locale, title);
  return name === undefined || name === '*' ? said : `${said} (${name})`;
}

/** Everybody once, when they were told last. */
function lastTold(told: readonly Telling[]): IncidentVariables['told'] {
  const at = new Map<string, Instant>();
  for (const { people, at: then } of told) {
    for (const { name } of people) {
      at.delete(name);
      at.set(name, then);
    }
  }
  return [...at].map(([name, then]) => ({ name, at: toIso(then) }));
}
