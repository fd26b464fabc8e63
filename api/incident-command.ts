import type { z } from 'zod';
import { tellCustomers } from '../alerts/customers-command.ts';
import type { Incident } from '../alerts/incident.ts';
import {
  acknowledge,
  type Commanded,
  note,
  type On,
  resolve,
  snooze,
  unacknowledge,
} from '../alerts/incident-commands.ts';
import { sayVerdict } from '../alerts/verdict-command.ts';
import type { Hands } from '../tracker/audit/by-hand.ts';
import type { contract } from './contract.ts';
import { endOf } from './end-asked.ts';
import { type IncidentDeps, incidentId, inFull } from './incident-in-full.ts';
import { readBody } from './parameters.ts';
import { noSuchIncident, notDone, Refused } from './problem.ts';
import { requestBody } from './requests.ts';

/** What can be done with an incident, as the last part of its path. */
export const INCIDENT_COMMANDS = [
  'acknowledge',
  'unacknowledge',
  'snooze',
  'resolve',
  'verdict',
  'customers',
  'notes',
] as const;
export type IncidentCommand = (typeof INCIDENT_COMMANDS)[number];

/** Does it as somebody asks for it, also on the command line. Throws Refused. */
export async function commandAsked(
  deps: IncidentDeps,
  command: IncidentCommand,
  { id, body, ...asked }: Hands & { id: string; body: unknown; demand?: (incident: Incident) => void },
): Promise<z.infer<typeof contract.IncidentInFull>> {
  const done = await carryOut(deps, command, incidentId(id), body, asked);
  switch (done.kind) {
    case 'done':
      return inFull(deps, done.incident, asked.by);
    case 'missing':
      throw new Refused(noSuchIncident(id));
    case 'refused':
      throw new Refused(notDone(done.why));
    default:
      return done satisfies never;
  }
}

function carryOut(
  { pool, clock, alerts }: IncidentDeps,
  command: IncidentCommand,
  id: number,
  body: unknown,
  { by: key, actor, demand }: Hands & Pick<On, 'demand'>,
): Promise<Commanded> {
  const on: On = { now: clock.now(), settings: alerts(), demand };
  switch (command) {
    case 'acknowledge': {
      const { by = key, note: said = null, verdict = null, ...end } = readBody(requestBody.acknowledge, body);
      return acknowledge(pool, id, { by, actor, note: said, verdict, until: endOf(end, on.now) }, on);
    }
    case 'unacknowledge': {
      const { by = key } = readBody(requestBody.unacknowledge, body);
      return unacknowledge(pool, id, { by, actor }, on);
    }
    case 'snooze': {
      const { by = key, reason = '', ...end } = readBody(requestBody.snooze, body);
      return snooze(pool, id, { by, actor, reason, until: endOf(end, on.now)! }, on);
    }
    case 'resolve': {
      const { by = key, reason = '', verdict = null } = readBody(requestBody.resolve, body);
      return resolve(pool, id, { by, actor, reason, verdict }, on);
    }
    case 'verdict': {
      const { by = key, verdict, note: said = null } = readBody(requestBody.verdict, body);
      return sayVerdict(pool, id, { by, actor, verdict, note: said }, on);
    }
    case 'customers': {
      const { by = key, tell } = readBody(requestBody.customers, body);
      return tellCustomers(pool, id, { by, actor, tell }, on);
    }
    case 'notes': {
      const { by = key, text } = readBody(requestBody.incidentNote, body);
      return note(pool, id, { by, actor, text }, on);
    }
    default:
      return command satisfies never;
  }
}
