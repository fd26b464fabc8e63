import { enqueueMessages } from '../notifier/enqueue.ts';
import { INCIDENT_TEMPLATE, RESOLVED_TEMPLATE, type ResolvedVariables } from '../notifier/incident-variables.ts';
import type { NewMessage } from '../notifier/message.ts';
import { type ToldPerson, whoWasToldOf } from '../notifier/told-of-rows.ts';
import { type Instant, toIso } from '../platform/clock.ts';
import { describeFault } from '../platform/fault.ts';
import type { Log } from '../platform/log.ts';
import { type Db, type Pool, transaction } from '../platform/postgres.ts';
import type { Vault } from '../tracker/personal-data.ts';
import { type Ended, endFarewell, findFarewells, lockEnded, readMergedInto } from './farewell-rows.ts';
import { incidentName } from './incident.ts';
import { type IncidentFacts, readFacts } from './incident-facts.ts';
import { type IncidentLinks, incidentVariables } from './incident-message.ts';
import { withinIncident } from './incident-trace.ts';
import { personNamed } from './reach.ts';

export type FarewellDeps = { pool: Pool; vault: Vault; links: IncidentLinks; log: Log };

const EXPIRES_AFTER_MS = 24 * 3_600_000;
const PAGE = 100;

/**
 * Tells those who were told of an incident that it is over, once each and on the channel by which they heard of it, also
 * while it is silenced: whoever was woken may go to sleep again. Returns of how many incidents it was done.
 */
export function createFarewells(on: FarewellDeps): { runOnce(now: Instant): Promise<number> } {
  return {
    runOnce: async now => {
      let done = 0;
      for (const id of await findFarewells(on.pool, PAGE)) {
        const said = await transaction(on.pool, tx => sayFarewell(tx, id, on, now)).catch(error => {
          on.log.warn(
            { incident: id, err: describeFault(error) },
            'nobody was told that an incident is over; will try again',
          );
          return false;
        });
        if (said) done += 1;
      }
      return done;
    },
  };
}

async function sayFarewell(tx: Db, id: number, on: FarewellDeps, now: Instant): Promise<boolean> {
  const incident = await lockEnded(tx, id);
  if (incident === null) return false;
  return withinIncident('tell end of incident', incident, within => tellEnd(tx, within, on, now));
}

async function tellEnd(tx: Db, incident: Ended, { vault, links }: FarewellDeps, now: Instant): Promise<boolean> {
  const { id } = incident;
  const told = await whoKnows(tx, incident, vault);
  // Whether these were told is known in a moment.
  if (told.some(({ state }) => state === 'sending')) return false;
  // What waits in the outbox is not sent any more, for it asks before it goes.
  const heard = told.filter(({ state }) => state !== 'queued');
  const facts = await readFacts(tx, id, { isOver: true });
  await enqueueMessages(
    tx,
    heard.map(person => farewell({ incident, facts }, person, links, now)),
    { vault, now },
  );
  await endFarewell(tx, id);
  return true;
}

/** Who was told of it, or of what turned out to be the same matter since it came up; each once. */
async function whoKnows(tx: Db, incident: Ended, vault: Vault): Promise<ToldPerson[]> {
  const people = new Map<string, ToldPerson>();
  const { id, since } = incident;
  const merged = (await readMergedInto(tx, id, since)).map(one => ({ id: one.id, since: one.openedAt }));
  for (const one of [{ id, since }, ...merged]) {
    const about = incidentName(one.id);
    for (const person of await whoWasToldOf(tx, { about, template: INCIDENT_TEMPLATE, since: one.since }, vault)) {
      const { recipient, state } = person;
      if (!people.has(recipient) || people.get(recipient)!.state === 'queued' || state === 'sending') {
        people.set(recipient, person);
      }
    }
  }
  return [...people.values()];
}

type Over = { incident: Ended; facts: IncidentFacts };

function farewell({ incident, facts }: Over, to: ToldPerson, links: FarewellDeps['links'], now: Instant): NewMessage {
  const { id, resolvedAt, resolvedBy, verdict, traceparent } = incident;
  const { channel, recipient, address, locale, zone, urgent } = to;
  const page = links.acknowledge({ incident: id, person: personNamed(recipient) }, now);
  const variables: ResolvedVariables = {
    ...incidentVariables({ incident, facts, told: [] }, locale, now),
    resolved: { at: toIso(resolvedAt), by: resolvedBy, asks: verdict === null },
    links: { acknowledge: null, open: links.open(id), verdict: page },
  };
  return {
    about: incidentName(id),
    kind: 'staff',
    template: RESOLVED_TEMPLATE,
    occasion: toIso(resolvedAt),
    status: null,
    eventId: null,
    channel,
    recipient,
    address,
    locale,
    zone,
    urgent,
    variables,
    factAt: resolvedAt,
    notBefore: now,
    expiresAt: now + EXPIRES_AFTER_MS,
    traceparent,
  };
}
