import { type Instant, toIso } from '../platform/clock.ts';
import { type Db, type Pool, transaction } from '../platform/postgres.ts';
import type { OpenFinding } from './finding.ts';
import { readOpenFindingsIn } from './finding-rows.ts';
import type { Incident } from './incident.ts';
import { noteEvents } from './incident-events.ts';
import { closed, endOfWait, openAgain } from './incident-life.ts';
import { lockIncident } from './incident-rows.ts';
import { nameOf } from './join-incidents.ts';
import { endFindings } from './published-findings.ts';
import { saveIncidents, sayFarewell } from './save-incidents.ts';
import type { AlertSettings, Rule } from './settings.ts';
import { settleIncidents } from './settle-incidents.ts';

/** Incidents in one look: the next look takes the others. */
const PAGE = 500;

/**
 * Ends what ends by time or by the configuration: acknowledgements and snoozes that run out, incidents that flapped and
 * have been quiet, and those of rules that are no longer declared, or no longer as those that people are told of. Any
 * number may run at the same time. `runOnce` returns how many incidents it changed.
 */
export function createEndings(on: { pool: Pool; settings: () => AlertSettings }) {
  const { pool } = on;
  const each = async (ids: readonly number[], work: (tx: Db, incident: Incident) => Promise<boolean>) => {
    let changed = 0;
    for (const id of ids) {
      const done = await transaction(pool, async tx => {
        const incident = await lockIncident(tx, id);
        return incident !== null && incident.state !== 'resolved' && (await work(tx, incident));
      });
      if (done) changed += 1;
    }
    return changed;
  };
  return {
    runOnce: async (now: Instant): Promise<number> => {
      const { rules, incidents } = on.settings();
      const quietSince = now - incidents.reopenWithinMs;
      const waited = await each(await findRunOut(pool, now), (tx, incident) => endWait(tx, incident, now));
      const quiet = await each(await findQuiet(pool, quietSince), (tx, one) => rest(tx, one, quietSince, now));
      return waited + quiet + (await each(await findUndeclared(pool, rules), (tx, one) => leave(tx, one, rules, now)));
    },
  };
}

async function endWait(tx: Db, incident: Incident, now: Instant): Promise<boolean> {
  // Somebody has given it another end in between.
  if (incident.until === null || incident.until > now) return false;
  await saveIncidents(tx, [openAgain(incident, now)]);
  await noteEvents(tx, [{ incidentId: incident.id, at: now, by: null, ...endOfWait(incident) }]);
  return true;
}

async function rest(tx: Db, incident: Incident, quietSince: Instant, now: Instant): Promise<boolean> {
  if (!(await isQuiet(tx, incident.id, quietSince))) return false;
  const ending = { by: null, resolution: 'no_longer' } as const;
  await saveIncidents(tx, [closed(incident, ending, now)]);
  const detail = { resolution: ending.resolution };
  await noteEvents(tx, [{ incidentId: incident.id, at: now, kind: 'resolved', by: null, detail }]);
  await sayFarewell(tx, [incident.id]);
  return true;
}

/** What rules have found that are declared no longer goes; what others have found stays, and becomes theirs. */
async function leave(tx: Db, incident: Incident, rules: readonly Rule[], now: Instant): Promise<boolean> {
  const declared = rules.filter(({ shadow }) => shadow === incident.shadow);
  const open = await readOpenFindingsIn(tx, incident.id);
  const ruleOf = ({ rule, subject }: Pick<OpenFinding, 'rule' | 'subject'>) =>
    declared.find(({ name }) => rule === name || subject === `rule:${name}`);
  const ours = open.filter(finding => finding.origin === 'rule' && !ruleOf(finding));
  const gone = await endFindings(tx, ours, 'rule_gone', now);
  const [heir] = open
    .toSorted((a, b) => a.firstSeenAt - b.firstSeenAt)
    .flatMap(({ rule }) => declared.find(({ name }) => name === rule) ?? []);
  const isOrphan = ours.some(({ rule }) => rule === incident.rule);
  if (heir && isOrphan) await handOver(tx, incident.id, heir);
  // Without its rule nothing comes back that one would have to wait for.
  const changed = {
    incident: { ...incident, flapping: heir !== undefined && incident.flapping },
    isNew: false,
    left: gone.map(nameOf),
  };
  await settleIncidents(tx, [changed], { by: null, resolution: 'rule_gone' }, now);
  return gone.length > 0;
}

/** Its rule says who is told of it. */
async function handOver(tx: Db, id: number, { name, hash, title }: Rule): Promise<void> {
  await tx.query('update alerts.incident set rule = $2, rule_hash = $3, title = $4 where id = $1', [
    id,
    name,
    hash,
    JSON.stringify(title),
  ]);
}

async function findRunOut(db: Db, now: Instant): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>(
    'select i.id from alerts.incident i where i.until <= $1 order by i.until limit $2',
    [toIso(now), PAGE],
  );
  return rows.map(({ id }) => id);
}

const IS_QUIET = `i.flapping and i.state <> 'resolved' and not exists (
  select from alerts.finding f
   where f.incident_id = i.id and (f.resolved_at is null or f.resolved_at > $1))`;

async function findQuiet(db: Db, since: Instant): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>(
    `select i.id from alerts.incident i where ${IS_QUIET} order by i.id limit $2`,
    [toIso(since), PAGE],
  );
  return rows.map(({ id }) => id);
}

async function isQuiet(tx: Db, id: number, since: Instant): Promise<boolean> {
  const { rowCount } = await tx.query(`select from alerts.incident i where ${IS_QUIET} and i.id = $2`, [
    toIso(since),
    id,
  ]);
  return rowCount === 1;
}

/** By name and mode; what is about a rule that failed goes with that rule. */
async function findUndeclared(db: Db, rules: readonly Pick<Rule, 'name' | 'shadow'>[]): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>(
    // Each rule once for an incident: thousands of findings are asked about every second.
    `select distinct held.id from (
       select distinct i.id, i.shadow,
              case when f.subject like 'rule:%' then substr(f.subject, 6) else f.rule end as rule
         from alerts.incident i
         join alerts.finding f on f.incident_id = i.id and f.origin = 'rule' and f.resolved_at is null
        where i.state <> 'resolved') held
      where not exists (
        select from unnest($1::text[], $2::boolean[]) as declared (name, shadow)
         where held.rule = declared.name and held.shadow = declared.shadow)
      order by held.id limit $3`,
    [rules.map(({ name }) => name), rules.map(({ shadow }) => shadow), PAGE],
  );
  return rows.map(({ id }) => id);
}
