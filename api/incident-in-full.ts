import type { z } from 'zod';
import { escalationInWords } from '../alerts/escalation-words.ts';
import { eventInWords } from '../alerts/event-words.ts';
import { gatherEvents } from '../alerts/gather-events.ts';
import { type Incident, incidentName } from '../alerts/incident.ts';
import { readEvents } from '../alerts/incident-events.ts';
import { NAMED_ORDERS, readOrdersOf, readOtherFindings } from '../alerts/incident-orders.ts';
import { findIncident } from '../alerts/incident-rows.ts';
import type { AlertSettings } from '../alerts/settings.ts';
import { findSilenced } from '../alerts/silenced.ts';
import { readSuspicions } from '../alerts/suspicions.ts';
import { listMessages } from '../notifier/message-list.ts';
import { type Clock, toIso } from '../platform/clock.ts';
import type { Pool } from '../platform/postgres.ts';
import type { Vault } from '../tracker/personal-data.ts';
import type { contract } from './contract.ts';
import { presentFinding, presentIncident } from './present-incident.ts';
import { noSuchIncident, Refused } from './problem.ts';
import { rowId } from './row-id.ts';

export type IncidentDeps = {
  pool: Pool;
  vault: Vault;
  clock: Clock;
  alerts: () => AlertSettings;
};

type InFull = z.infer<typeof contract.IncidentInFull>;

/** The incident of that id with everything that is known of it, for `who`. Throws Refused. */
export async function incidentAsked(deps: IncidentDeps, id: string, who: string): Promise<InFull> {
  const incident = await findIncident(deps.pool, incidentId(id));
  if (!incident) throw new Refused(noSuchIncident(id));
  return inFull(deps, incident, who);
}

/** Throws Refused. */
export function incidentId(id: string): number {
  return rowId(id, noSuchIncident);
}

// Steps of a chain times those who are told; nobody reads more ids than that.
const MESSAGES = 500;

/** `who`: who asks. */
export async function inFull(
  { pool, vault, clock, alerts }: IncidentDeps,
  incident: Incident,
  who: string,
): Promise<InFull> {
  const { id } = incident;
  const now = clock.now();
  const silencedUntil = (await findSilenced(pool, [incident], now)).get(id)?.until ?? null;
  const suspectBecause = (await readSuspicions(pool, [id])).get(id) ?? null;
  const orders = (await readOrdersOf(pool, [id], NAMED_ORDERS))(id);
  const about = { about: [incidentName(id)] };
  const { messages } = await listMessages(pool, about, { after: null, limit: MESSAGES }, vault);
  const history = gatherEvents(await readEvents(pool, [id]));
  return {
    ...presentIncident(incident, { orders, silencedUntil, suspectBecause }, { settings: alerts(), who }),
    escalation: escalationInWords(incident, alerts(), silencedUntil),
    findings: (await readOtherFindings(pool, id)).map(finding => presentFinding(finding, now)),
    history: history.map(event => ({
      at: toIso(event.at),
      kind: event.kind,
      by: event.by,
      inWords: eventInWords(event, alerts().people),
      detail: event.detail,
    })),
    messages: messages.map(message => message.id),
  };
}
