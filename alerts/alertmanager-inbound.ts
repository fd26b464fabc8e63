import type { Clock } from '../platform/clock.ts';
import { type Pool, transaction } from '../platform/postgres.ts';
import { type AlertmanagerPayload, readAlerts, type Told } from './alertmanager-alerts.ts';
import { type KnownFinding, readKnown } from './alertmanager-findings.ts';
import { applyFindings, resolveFindings } from './apply-findings.ts';
import type { Found } from './finding.ts';
import type { RuleFacts } from './incident-life.ts';
import { holdPlaces } from './join-around.ts';
import type { AlertSettings } from './settings.ts';

export type InboundDeps = { pool: Pool; alerts: () => AlertSettings; clock: Clock };

/**
 * Makes findings of what Alertmanager tells, all in one transaction: when this resolves it is kept, and when it rejects
 * nothing is, so that Alertmanager has to be told to try again. It tells everything again and again; that changes
 * nothing. What is ours and comes back is passed over.
 */
export async function takeAlerts(deps: InboundDeps, payload: AlertmanagerPayload): Promise<void> {
  const told = readAlerts(payload);
  if (told.length === 0) return;
  const { pool, clock } = deps;
  const now = clock.now();
  const settings = deps.alerts();
  await transaction(pool, async tx => {
    await holdPlaces(tx);
    const known = Map.groupBy(await readKnown(tx, told), nameOf);
    const about = (one: Told) => known.get(nameOf(one)) ?? [];
    for (const one of told) {
      if (!one.firing || isOld(one, about(one))) continue;
      const rule = ruleOf(one, settings);
      await applyFindings(tx, rule, [foundOf(one, about(one))], {
        origin: 'alertmanager',
        now,
        settings,
        partial: true,
      });
    }
    const over = told.filter(({ firing }) => !firing).flatMap(one => about(one).filter(finding => ends(one, finding)));
    if (over.length > 0) await resolveFindings(tx, over, 'no_longer', now);
  });
}

function nameOf({ rule, subject }: { rule: string; subject: string }): string {
  return `${rule}\n${subject}`;
}

/** It was told of the end of this one already: what comes late does not begin it anew. */
function isOld({ stay }: Told, known: readonly KnownFinding[]): boolean {
  return known.some(finding => finding.stay === stay && finding.resolution === 'no_longer');
}

/** The end of an earlier time that it fired, told late, is not the end of this one. */
function ends({ startsAt }: Told, { origin, resolution, since }: KnownFinding): boolean {
  return origin === 'alertmanager' && resolution === null && (since === null || startsAt >= since);
}

/** A rule of ours that sees the same, by its key; else one that nobody declared. */
function ruleOf({ rule, summary }: Told, settings: AlertSettings): RuleFacts {
  const declared = settings.rules.find(({ name }) => name === rule);
  return declared ?? { name: rule, hash: 'alertmanager', title: { en: summary, ru: summary }, shadow: false };
}

/** What a rule of ours found of the same order says whose move is missing: so both are in one incident. */
function foundOf({ subject, stay, severity, startsAt, detail }: Told, known: readonly KnownFinding[]): Found {
  const ours = known.find(({ origin, resolution }) => origin === 'rule' && resolution === null);
  return {
    subject,
    orderId: ours?.orderId ?? null,
    stay: ours?.orderId ? ours.stay : stay,
    severity,
    status: ours?.status ?? null,
    since: ours?.orderId ? ours.since : startsAt,
    limitAt: ours?.limitAt ?? null,
    limit: null,
    owner: ours?.owner ?? null,
    detail: detail === null ? null : { en: detail, ru: detail },
  };
}
