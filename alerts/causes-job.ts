import type { Instant } from '../platform/clock.ts';
import { type Db, type Pool, saysDatabaseIsGone, transaction } from '../platform/postgres.ts';
import { holdStandings } from '../tracker/telling.ts';
import { isShared } from './cause-keys.ts';
import { type Cause, type Judge, type Judgement, NO_JUDGEMENT, type Suspected } from './evidence.ts';
import type { OpenFinding, Subject } from './finding.ts';
import { readAllOpenFindings, readOpenFindingsIn, renewThoughts } from './finding-rows.ts';
import type { Incident } from './incident.ts';
import { noteEvents } from './incident-events.ts';
import { causeEnded, explained } from './incident-life.ts';
import { findIncident, lockIncidents } from './incident-rows.ts';
import { findAround, holdPlaces } from './join-around.ts';
import { isOfMessages } from './judge.ts';
import { mayJoin } from './may-join.ts';
import { mergeIncidents } from './merge-incidents.ts';
import { partFindings } from './part-findings.ts';
import { isUnchanged, type Review, reviewIncident } from './review.ts';
import type { Job } from './scheduler.ts';
import type { AlertSettings } from './settings.ts';
import { type Changed, settleIncidents } from './settle-incidents.ts';
import { releaseJoined } from './silence-rows.ts';
import { readOfCause, readUnresolved } from './standing-rows.ts';
import type { StartGrace } from './start-grace.ts';

export type CausesDeps = { pool: Pool; judge: Judge; grace?: Pick<StartGrace, 'holds'> };

/** So many findings are judged at a time. */
const PAGE = 1_000;

type Thinking = {
  judgements: ReadonlyMap<Subject, Judgement>;
  still: ReadonlySet<string>;
  settings: AlertSettings;
  now: Instant;
};

/**
 * Every minute: what has become known of why things are so since they were found. Incidents get their cause, become one
 * where they have the same, and orders that stay stuck when their cause has ended part from it. Before the rules, so that
 * what they find then joins the incident of its cause rather than opening another one. None until what waits in our queue
 * is recorded.
 */
export function causesJobs(settings: () => AlertSettings, deps: CausesDeps): Job[] {
  if (deps.grace?.holds('causes')) return [];
  const work: Job['work'] = async ({ now }) => {
    const { lookedAt, changed } = await createCauses({ ...deps, settings }).runOnce(now);
    return { lookedAt, found: changed, opened: 0, resolved: 0, blind: null };
  };
  return [{ name: 'causes', schedule: { cron: '* * * * *', zone: 'UTC' }, turn: -1, work }];
}

/** One incident that can't be written holds up no other; what it threw is thrown in the end. */
export function createCauses(on: CausesDeps & { settings: () => AlertSettings }) {
  const { pool, judge } = on;
  return {
    runOnce: async (now: Instant): Promise<{ lookedAt: number; changed: number }> => {
      const settings = on.settings();
      const incidents = await readUnresolved(pool);
      const open = await readAllOpenFindings(
        pool,
        incidents.map(({ id }) => id),
      );
      const findings = incidents.flatMap(incident =>
        (open.get(incident.id) ?? []).map(finding => ({ ...finding, limitAt: lateSince(finding, incident) })),
      );
      const kinds = new Map(settings.rules.map(({ name, condition }) => [name, condition.kind]));
      const judgements = await judgeAll(judge, findings, kinds, now);
      const keys = [...new Set(incidents.flatMap(({ causeKey }) => causeKey ?? []))].filter(isShared);
      const still = keys.length === 0 ? new Set<string>() : await judge.stillSo(keys, now);
      const thinking = { judgements, still, settings, now };
      let changed = 0;
      let trouble: unknown = null;
      const reviews = incidents.map(incident => ({
        id: incident.id,
        review: reviewed(incident, open.get(incident.id) ?? [], thinking),
      }));
      // What parts goes where its cause is known by then.
      const [parting, others] = split(reviews, ({ review }) => review.leaving.length > 0);
      for (const { id, review } of [...others, ...parting]) {
        if (isUnchanged(review)) continue;
        try {
          if (await transaction(pool, tx => conclude(tx, id, thinking))) changed += 1;
        } catch (error) {
          if (saysDatabaseIsGone(error)) throw error;
          trouble ??= error;
        }
      }
      if (trouble) throw trouble;
      return { lookedAt: findings.length, changed };
    },
  };
}

/**
 * When it was late at the latest: a worse limit that has passed since makes it late no later. After the cause of its
 * incident has ended it had its time again.
 */
function lateSince({ limitAt, since, firstSeenAt }: OpenFinding, { causeEndedAt }: Incident): Instant | null {
  if (limitAt === null) return null;
  const late = Math.min(limitAt, firstSeenAt);
  return causeEndedAt === null || since === null ? late : Math.max(late, causeEndedAt + limitAt - since);
}

/** What several rules have found of the same is judged once. */
async function judgeAll(
  judge: Judge,
  findings: readonly OpenFinding[],
  kinds: ReadonlyMap<string, string>,
  now: Instant,
): Promise<ReadonlyMap<Subject, Judgement>> {
  const bySubject = new Map<Subject, Suspected>();
  for (const finding of findings) {
    const other = bySubject.get(finding.subject);
    const kind = kinds.get(finding.rule);
    // That of a stay says most of where the order is; that of messages, what can not explain it.
    const best = !other || (other.stay === '' && finding.stay !== '') ? { ...finding, limit: null, kind } : other;
    bySubject.set(finding.subject, isOfMessages(kind) ? { ...best, kind } : best);
  }
  const all = [...bySubject.values()];
  const judgements = new Map<Subject, Judgement>();
  for (let from = 0; from < all.length; from += PAGE) {
    const page = await judge.judge(all.slice(from, from + PAGE), now);
    for (const { subject } of all.slice(from, from + PAGE)) judgements.set(subject, page.get(subject) ?? NO_JUDGEMENT);
  }
  return judgements;
}

/** An order of which something has ended in between may leave only now, and moves as it likes: the next look takes it. */
function heldOnly(review: Review, expected: Review): Review {
  const held = new Set(expected.leaving.map(({ orderId }) => orderId));
  return { ...review, leaving: review.leaving.filter(({ orderId }) => held.has(orderId)) };
}

function reviewed(incident: Incident, findings: readonly OpenFinding[], on: Thinking): Review {
  return reviewIncident(incident, findings, on.judgements, on.still, {
    now: on.now,
    calendar: on.settings.incidents.calendar,
  });
}

/** False: it has become something else meanwhile. */
async function conclude(tx: Db, id: number, on: Thinking): Promise<boolean> {
  await holdPlaces(tx);
  const seen = await findIncident(tx, id);
  if (seen === null || seen.state === 'resolved') return false;
  const findings = await readOpenFindingsIn(tx, id);
  const expected = reviewed(seen, findings, on);
  const others = expected.cause
    ? (await readOfCause(tx, expected.cause.key)).filter(one => mayMerge(one, seen, on))
    : [];
  // What goes to another incident must not move meanwhile: the ledger's listener would look for it in the first one.
  const mayGo = others.length > 0 ? [...findings, ...(await openOf(tx, others))] : expected.leaving;
  await holdStandings(tx, [...new Set(mayGo.flatMap(({ orderId }) => orderId ?? []))]);
  const around = await aroundAll(tx, expected.leaving, on);
  const held = await lockIncidents(tx, [...new Set([id, ...others.map(one => one.id), ...around])]);

  const incident = held.get(id)!;
  if (incident.state === 'resolved') return false;
  const review = heldOnly(reviewed(incident, await readOpenFindingsIn(tx, id), on), expected);
  if (isUnchanged(review)) return false;
  await renewThoughts(tx, review.thoughts);
  const other = others.map(one => held.get(one.id)!).find(({ state }) => state !== 'resolved');
  const isMerged = review.cause !== null && other !== undefined;
  const changed = isMerged
    ? await merge(tx, { incident, other, cause: review.cause! }, on)
    : await change(tx, incident, review, on);
  await settleIncidents(
    tx,
    changed,
    { by: null, resolution: review.leaving.length > 0 ? 'parted' : 'no_longer' },
    on.now,
  );
  const joined = changed.filter(one => isMerged || one.incident.id !== id).map(one => one.incident.id);
  await releaseJoined(tx, joined, on.now);
  return true;
}

async function merge(
  tx: Db,
  { incident, other, cause }: { incident: Incident; other: Incident; cause: Cause },
  { now, settings }: Thinking,
): Promise<Changed[]> {
  const one = await mergeIncidents(tx, explained(incident, cause), other, now);
  if (one.incident.id === incident.id) await noteCause(tx, incident.id, cause, now);
  return [{ ...one, holdFrom: holdFrom(settings) }];
}

async function change(tx: Db, incident: Incident, review: Review, on: Thinking): Promise<Changed[]> {
  const { now, settings, judgements } = on;
  let current = incident;
  if (review.cause) {
    current = explained(current, review.cause);
    await noteCause(tx, current.id, review.cause, now);
  }
  if (review.turn) {
    current = causeEnded(current, review.turn === 'ended' ? now : null);
    const { id, causeKey, cause } = current;
    if (review.turn === 'back') await noteCause(tx, id, { key: causeKey!, text: cause! }, now);
    else await noteEvents(tx, [{ incidentId: id, at: now, kind: 'cause_ended', by: null, detail: { key: causeKey } }]);
  }
  const parted =
    review.leaving.length > 0 ? await partFindings(tx, current, review.leaving, judgements, { now, settings }) : [];
  return [{ incident: current, isNew: false, left: [], holdFrom: holdFrom(settings) }, ...parted];
}

function noteCause(tx: Db, id: number, { key, text }: Pick<Cause, 'key' | 'text'>, now: Instant): Promise<void> {
  return noteEvents(tx, [{ incidentId: id, at: now, kind: 'cause', by: null, detail: { key, ...text } }]);
}

function mayMerge(one: Incident, other: Incident, { settings }: Thinking): boolean {
  // What flaps is told of no more, so nothing goes there that somebody may still have to hear of.
  if (one.flapping || other.flapping) return false;
  return one.id !== other.id && mayJoin(settings, one, other) && mayJoin(settings, other, one);
}

async function openOf(tx: Db, incidents: readonly Incident[]): Promise<OpenFinding[]> {
  const open = await readAllOpenFindings(
    tx,
    incidents.map(({ id }) => id),
  );
  return [...open.values()].flat();
}

/** All that any of them may go to, so that they are held at once and in order. */
async function aroundAll(
  tx: Db,
  leaving: readonly OpenFinding[],
  { judgements, settings, now }: Thinking,
): Promise<number[]> {
  const { reopenWithinMs } = settings.incidents;
  const ids: number[] = [];
  for (const [name, ofRule] of Map.groupBy(leaving, ({ rule }) => rule)) {
    const rule = settings.rules.find(one => one.name === name);
    const news = ofRule.map(finding => ({
      ...finding,
      limit: null,
      judgement: judgements.get(finding.subject) ?? NO_JUDGEMENT,
    }));
    if (rule) ids.push(...(await findAround(tx, { rule, news, earlier: new Map() }, { now, reopenWithinMs })));
  }
  return ids;
}

function split<T>(all: readonly T[], test: (one: T) => boolean): [T[], T[]] {
  return [all.filter(test), all.filter(one => !test(one))];
}

function holdFrom({ incidents: { storm } }: AlertSettings): number | null {
  return storm?.atLeast ?? null;
}
