import { enqueueMessages } from '../notifier/enqueue.ts';
import { messageId } from '../notifier/message.ts';
import { type Instant, toIso } from '../platform/clock.ts';
import { describeFault } from '../platform/fault.ts';
import type { Log } from '../platform/log.ts';
import { type Db, type Pool, saysDatabaseIsGone, transaction } from '../platform/postgres.ts';
import type { Vault } from '../tracker/personal-data.ts';
import { type Decision, decide } from './escalation.ts';
import { type Course, type Escalating, findDue, lockDue, moveTo, readCourse } from './escalation-rows.ts';
import type { IncidentEvent, Told } from './incident.ts';
import { noteEvents } from './incident-events.ts';
import { readFacts } from './incident-facts.ts';
import { type IncidentLinks, incidentMessage } from './incident-message.ts';
import { withinIncident } from './incident-trace.ts';
import { readOverrides } from './on-call.ts';
import { findWays, type Reached, type Reaching, whomItMeans } from './reach.ts';
import { chainOf } from './route-of.ts';
import type { Chain } from './settings.ts';
import { findSilenced } from './silenced.ts';

export type EscalatorDeps = Reaching & {
  pool: Pool;
  vault: Vault;
  links: IncidentLinks;
  /** A step of a chain was told, counted from 0. */
  onTold(step: number): void;
  log: Log;
};

const PAGE = 100;

/**
 * Takes the incidents whose next step is due and tells whoever it names, a whole step with all its messages in one
 * transaction: any number of escalators may run, and one that is killed has done a step or has not. One incident that
 * can't be told of holds up no other. Returns how many steps were taken.
 */
export function createEscalator(on: EscalatorDeps): { runOnce(now: Instant): Promise<number> } {
  async function takeStep(id: number, now: Instant): Promise<boolean> {
    let told: number | null = null;
    // The configuration may change at any moment, and a step is of one.
    const settings = on.settings();
    const asItIs = { ...on, settings: () => settings };
    const taken = await transaction(on.pool, async tx => {
      told = null;
      const incident = await lockDue(tx, id, now);
      if (incident === null) return false;
      told = await withinIncident('escalate incident', incident, within => escalate(tx, within, asItIs, now));
      return true;
    });
    if (told !== null) on.onTold(told);
    return taken;
  }

  return {
    runOnce: async now => {
      const left: number[] = [];
      let taken = 0;
      for (;;) {
        const due = await findDue(on.pool, { now, except: left, limit: PAGE });
        if (due.length === 0) return taken;
        for (const id of due) {
          try {
            if (await takeStep(id, now)) taken += 1;
            else left.push(id);
          } catch (error) {
            if (saysDatabaseIsGone(error)) throw error;
            left.push(id);
            on.log.warn({ incident: id, err: describeFault(error) }, 'an incident was not escalated; will try again');
          }
        }
      }
    },
  };
}

/** Returns which step was told; null: none. */
async function escalate(tx: Db, incident: Escalating, on: EscalatorDeps, now: Instant): Promise<number | null> {
  const { id, step, round } = incident;
  const course = await readCourse(tx, incident);
  const chain = chainOf(on.settings(), incident);
  if (chain === null) {
    await moveTo(tx, id, { step, round, at: null });
    return null;
  }
  const silence = (await findSilenced(tx, [incident], now, { keep: true })).get(id);
  if (silence) {
    const held = event(id, now, 'silenced', { silence: silence.id, until: toIso(silence.until) });
    if (course.silence !== silence.id) await noteEvents(tx, [held]);
    await moveTo(tx, id, { step, round, at: silence.until });
    return null;
  }
  const people = await whomToTell(tx, chain, incident, on, now);
  const { skipped, told, next } = decide(chain, { step, round, since: course.since }, people, now);
  const events = skipped.map((position): IncidentEvent => event(id, now, 'nobody_to_tell', position));
  if (told) events.push(event(id, now, 'told', await tell(tx, incident, { told, course }, on, now)));
  await noteEvents(tx, events);
  await moveTo(tx, id, next ?? { step: chain.steps.length, round, at: null });
  return told?.step ?? null;
}

/** By step those who can be reached now. */
async function whomToTell(
  tx: Db,
  { steps }: Chain,
  { severity }: Escalating,
  on: EscalatorDeps,
  now: Instant,
): Promise<Reached[][]> {
  const overrides = await readOverrides(tx, now);
  const wanted = steps.map(step =>
    whomItMeans(on.settings(), overrides, step, now).map(person => ({ person, channels: step.channels })),
  );
  const wayTo = await findWays(tx, wanted.flat(), severity, on);
  return wanted.map(these => these.map(({ person, channels }) => wayTo(person, channels)).filter(way => way !== null));
}

async function tell(
  tx: Db,
  incident: Escalating,
  { told, course }: { told: NonNullable<Decision<Reached>['told']>; course: Course },
  on: EscalatorDeps,
  now: Instant,
): Promise<Told> {
  const { step, round, people } = told;
  // Whatever began it anew, each telling is another one; and one that is tried again is the same.
  const occasion = `${course.told.length + 1}:${round}:${step}`;
  const tidings = { incident, facts: await readFacts(tx, incident.id), told: course.told, occasion };
  const messages = people.map(person => incidentMessage(tidings, person, on.links, now));
  await enqueueMessages(tx, messages, { vault: on.vault, now });
  return {
    step,
    round,
    people: messages.map((message, index) => {
      const { recipient, name, channel } = people[index]!;
      return { recipient, name, channel, messageId: messageId(message) };
    }),
  };
}

function event(incidentId: number, at: Instant, kind: IncidentEvent['kind'], detail: IncidentEvent['detail']) {
  return { incidentId, at, kind, by: null, detail };
}
