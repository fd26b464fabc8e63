import { isDeepStrictEqual } from 'node:util';
import { type Instant, toIso } from '../platform/clock.ts';
import { type Db, type Pool, transaction } from '../platform/postgres.ts';
import { doneBy, type Hands } from '../tracker/audit/by-hand.ts';
import { recordAudit } from '../tracker/audit/record.ts';
import { readOpenFindingsIn } from './finding-rows.ts';
import type { Incident, IncidentEvent, IncidentVerdict } from './incident.ts';
import { noteEvents } from './incident-events.ts';
import { acknowledged, endOfWait, openAgain, snoozed } from './incident-life.ts';
import { findIncident, findMatter, lockIncident } from './incident-rows.ts';
import { nameOf } from './join-incidents.ts';
import { keepVerdict } from './keep-verdict.ts';
import { endFindings } from './published-findings.ts';
import { saveIncidents } from './save-incidents.ts';
import type { AlertSettings } from './settings.ts';
import { settleIncidents } from './settle-incidents.ts';

export type Commanded =
  | { kind: 'done'; incident: Incident }
  | { kind: 'missing' }
  /** `why`: a sentence for whoever asked. */
  | { kind: 'refused'; why: string };

/** `verdict`: whether it is real, where they say so at the same time. */
type Taking = Hands & {
  until: Instant | null;
  note: string | null;
  had?: string | null;
  verdict?: IncidentVerdict | null;
};

export type On = {
  now: Instant;
  settings: Pick<AlertSettings, 'incidents'>;
  /** In the transaction; throws when the incident is not any more as they saw it. */
  demand?: ((incident: Incident) => void) | undefined;
};

/**
 * Somebody takes it on: nobody else is told until `until`; null: for as long as the configuration says. What somebody else
 * has is taken over; with `had` only from whom they have seen it with (null: with nobody). The same again is done already,
 * unless it names another end. Of one that turned out to be the matter of another, that is taken on.
 */
export async function acknowledge(
  pool: Pool,
  id: number,
  { by, actor, until, note, had, verdict = null }: Taking,
  { now, settings, demand }: On,
): Promise<Commanded> {
  const did = { by, actor, now, demand, action: 'incident.acknowledged', reason: note };
  return command(pool, await findMatter(pool, id), did, async (tx, incident) => {
    if (incident.state === 'resolved') return isOver(incident);
    const holder = holderOf(incident);
    const isTheirs = holder === by;
    if (had !== undefined && holder !== null && !isTheirs && holder !== had) return `${holder} has it by now.`;
    const isDone = isTheirs && until === null && note === null;
    const keepsEnd = isTheirs && until === null ? incident.until : null;
    const end = until ?? keepsEnd ?? settings.incidents.acknowledgeFor(now, []);
    if (!isDone && end <= now) return mustBeAhead('acknowledgement');
    if (verdict !== null) await keepVerdict(tx, incident, { by, verdict, note: null }, now);
    if (isDone) return null;
    await saveIncidents(tx, [acknowledged(incident, { by, until: end }, now)]);
    const from = isTheirs ? null : holder;
    const detail = { until: toIso(end), ...(note !== null && { note }), ...(from !== null && { from }) };
    await say(tx, incident, { at: now, kind: 'acknowledged', by, detail });
    return null;
  });
}

/** It is nobody's again, and is told at the level that it had come to. `only`: if they have it themselves. */
export function unacknowledge(
  pool: Pool,
  id: number,
  { by, actor, only = false }: Hands & { only?: boolean },
  { now, demand }: On,
): Promise<Commanded> {
  return command(pool, id, { by, actor, now, demand, action: 'incident.given_back' }, async (tx, incident) => {
    if (incident.state === 'resolved') return isOver(incident);
    if (incident.state === 'open') return 'Nobody has acknowledged or snoozed it.';
    if (only && holderOf(incident) !== by) return `It is not ${by} who has it.`;
    await saveIncidents(tx, [openAgain(incident, now)]);
    await say(tx, incident, { at: now, by, ...endOfWait(incident) });
    return null;
  });
}

/** Nobody is told until then, and nobody has to act; of the other one, too, if it turned out to be the same matter. */
export async function snooze(
  pool: Pool,
  id: number,
  { by, actor, until, reason }: Hands & { until: Instant; reason: string },
  { now, demand }: On,
): Promise<Commanded> {
  const did = { by, actor, now, demand, action: 'incident.snoozed', reason };
  return command(pool, await findMatter(pool, id), did, async (tx, incident) => {
    if (incident.state === 'resolved') return isOver(incident);
    if (until <= now) return mustBeAhead('snooze');
    await saveIncidents(tx, [snoozed(incident, until)]);
    await say(tx, incident, { at: now, kind: 'snoozed', by, detail: { until: toIso(until), reason } });
    return null;
  });
}

/** A person says that it is over. What it was about is left alone until it is another matter (finding-diff.ts). */
export function resolve(
  pool: Pool,
  id: number,
  { by, actor, reason, verdict = null }: Hands & { reason: string; verdict?: IncidentVerdict | null },
  { now, demand }: On,
): Promise<Commanded> {
  return command(pool, id, { by, actor, now, demand, action: 'incident.resolved', reason }, async (tx, incident) => {
    if (incident.state === 'resolved') return isOver(incident);
    if (verdict !== null) await keepVerdict(tx, incident, { by, verdict, note: null }, now);
    const closed = await endFindings(tx, await readOpenFindingsIn(tx, id), 'by_hand', now);
    const changed = { incident, isNew: false, left: closed.map(nameOf) };
    await settleIncidents(tx, [changed], { by, resolution: 'by_hand', reason }, now);
    return null;
  });
}

/** A word for those who come after; also when it is over. */
export function note(
  pool: Pool,
  id: number,
  { by, actor, text }: Hands & { text: string },
  { now, demand }: On,
): Promise<Commanded> {
  return command(pool, id, { by, actor, now, demand, action: 'incident.noted' }, async (tx, incident) => {
    await say(tx, incident, { at: now, kind: 'note', by, detail: { text } });
    return null;
  });
}

type Did = Hands & Pick<On, 'now' | 'demand'> & { action: string; reason?: string | null };

/** `work` gives why it refuses; null: it is done. It is held meanwhile, and `did` is what the audit log says of it. */
export function command(
  pool: Pool,
  id: number,
  { now, demand, action, reason = null, ...hands }: Did,
  work: (tx: Db, incident: Incident) => Promise<string | null>,
): Promise<Commanded> {
  return transaction(pool, async tx => {
    const incident = await lockIncident(tx, id);
    if (!incident) return { kind: 'missing' };
    demand?.(incident);
    const why = await work(tx, incident);
    if (why !== null) return { kind: 'refused', why };
    const after = (await findIncident(tx, id))!;
    const change = { before: shownIn(incident), after: shownIn(after) };
    // Who taps twice has done one thing. A note changes nothing that is shown, and is one.
    if (reason || action === 'incident.noted' || !isDeepStrictEqual(change.before, change.after)) {
      const subject = { kind: 'incident', id: String(id) } as const;
      await recordAudit(tx, doneBy(hands, now, { action, subject, reason: reason || null, ...change }));
    }
    return { kind: 'done', incident: after };
  });
}

/** What people change of it. */
export function shownIn({ state, acknowledgedBy, until, verdict, customers }: Incident) {
  return { state, acknowledgedBy, until: until === null ? null : toIso(until), verdict, customers };
}

function holderOf({ state, acknowledgedBy }: Incident): string | null {
  return state === 'acknowledged' ? acknowledgedBy : null;
}

function say(tx: Db, incident: Incident, event: Omit<IncidentEvent, 'incidentId'>): Promise<void> {
  return noteEvents(tx, [{ incidentId: incident.id, ...event }]);
}

export function isOver({ resolvedBy, resolvedAt, mergedInto }: Incident): string {
  if (mergedInto !== null) return `It turned out to be the same matter as incident ${mergedInto}.`;
  const who = resolvedBy === null ? 'by itself' : `by ${resolvedBy}`;
  return `It was resolved ${who} at ${toIso(resolvedAt!)}.`;
}

function mustBeAhead(what: 'acknowledgement' | 'snooze'): string {
  return `The end of the ${what} is not ahead.`;
}
