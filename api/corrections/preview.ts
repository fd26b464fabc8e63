import type { z } from 'zod';
import { readOpenFindingsOf } from '../../alerts/finding-rows.ts';
import { findIncident } from '../../alerts/incident-rows.ts';
import { type ForeseeDeps, foresee } from '../../notifier/foresee.ts';
import { listMessages } from '../../notifier/message-list.ts';
import { DROP_REASONS } from '../../notifier/reasons.ts';
import { type Instant, toIso } from '../../platform/clock.ts';
import type { Db, Pool } from '../../platform/postgres.ts';
import { rehearse } from '../../platform/rehearsal.ts';
import { correctionEvent, type TellOf } from '../../tracker/corrections/correct.ts';
import type { AskedCorrection } from '../../tracker/corrections/correction.ts';
import { judgeCorrection } from '../../tracker/corrections/judge-correction.ts';
import { type OrderNow, readOrderNow } from '../../tracker/decisions/order-now.ts';
import type { Person } from '../../tracker/decisions/own-event.ts';
import { routingKeyOf } from '../../tracker/decisions/publication-rows.ts';
import type { DecisionSettings } from '../../tracker/decisions/settings.ts';
import type { Ledger } from '../../tracker/ledger.ts';
import type { OrderState } from '../../tracker/state.ts';
import { readKeys } from '../../tracker/timeline.ts';
import type { contract } from '../contract.ts';
import { time } from '../present.ts';
import { noSuchOrder, Refused } from '../problem.ts';

export type PreviewDeps = ForeseeDeps & {
  pool: Pool;
  ledgerOn: (pool: Pool) => Ledger;
  decisions: () => DecisionSettings;
  tellOf: TellOf;
};

type Preview = z.infer<typeof contract.CorrectionPreview>;
type Consequences = Pick<Preview, 'after' | 'incidents' | 'messages' | 'untold'>;

const NOTHING: Consequences = { after: null, incidents: [], messages: [], untold: [] };

/** What a correction would do, rehearsed: it is done with everything that follows, and taken back. Throws Refused. */
export async function previewCorrection(
  deps: PreviewDeps,
  asked: AskedCorrection,
  person: Person,
  now: Instant,
): Promise<Preview> {
  const { pool, lifecycles, decisions, vault } = deps;
  const seen = await readOrderNow(pool, lifecycles(), asked.orderId);
  if (!seen) throw new Refused(noSuchOrder(asked.orderId));
  const verdict = judgeCorrection(seen, { to: asked.to, at: asked.occurredAt, now });
  const consequences = verdict.kind === 'refused' ? NOTHING : await rehearsed(deps, { asked, seen, person }, now);
  const about = await readKeys(pool, asked.orderId);
  const { exchange } = decisions().publish;
  return {
    orderId: asked.orderId,
    version: seen.version,
    verdict: verdict.kind,
    why: verdict.kind === 'legal' ? null : verdict.why,
    skipped: verdict.kind === 'legal' ? [...verdict.skipped] : [],
    before: standing(seen.state, now),
    ...consequences,
    lastTold: await lastTold(pool, about, vault),
    publishes: asked.publish ? { exchange, routingKey: routingKeyOf(asked.to) } : null,
  };
}

type Rehearsed = { asked: AskedCorrection; seen: OrderNow; person: Person };

function rehearsed(deps: PreviewDeps, { asked, seen, person }: Rehearsed, now: Instant): Promise<Consequences> {
  const { pool, ledgerOn, lifecycles, tellOf } = deps;
  const { orderId } = asked;
  return rehearse(pool, async rehearsal => {
    const before = await readOpenFindingsOf(rehearsal, [orderId]);
    const event = correctionEvent(asked, seen, { by: person, agreed: null }, now);
    const { eventId } = event;
    let after: OrderState | null = null;
    await ledgerOn(rehearsal).record([{ event, redelivered: false }], async (tx, { events }) => {
      const here = (await readOrderNow(tx, lifecycles(), orderId))!;
      after = here.state;
      const { notify, words } = asked.telling;
      await tellOf(tx, {
        correction: { orderId, notify, words, to: asked.to },
        event: events[0]!,
        now: here,
      });
    });
    const still = new Set((await readOpenFindingsOf(rehearsal, [orderId])).map(({ incidentId }) => incidentId));
    const left = [...new Set(before.map(({ incidentId }) => incidentId))].filter(id => !still.has(id));
    const told = await foresee(rehearsal, deps, { orderId, eventId }, now);
    return {
      after: after && standing(after, now),
      incidents: await incidentsOf(rehearsal, left),
      messages: told.messages,
      untold: told.untold.map(({ notice, reason }) => ({ notice, reason, inWords: DROP_REASONS[reason] })),
    };
  });
}

async function incidentsOf(db: Db, ids: readonly number[]): Promise<Preview['incidents']> {
  const incidents: Preview['incidents'] = [];
  for (const id of ids) {
    const incident = await findIncident(db, id);
    if (!incident) continue;
    const { rule, severity, state } = incident;
    incidents.push({ id: String(id), rule, severity, closes: state === 'resolved' });
  }
  return incidents;
}

function standing({ status, confirmed, statusSince, targetAt, dueAt }: OrderState, now: Instant): Preview['before'] {
  const since = time(statusSince);
  const isStuck = dueAt !== null && now > dueAt;
  return { status, confirmed, statusSince: since, targetAt: time(targetAt), dueAt: time(dueAt), stuck: isStuck };
}

const LOOKED_AT = 20;

async function lastTold(db: Db, about: readonly string[], vault: PreviewDeps['vault']): Promise<Preview['lastTold']> {
  const { messages } = await listMessages(db, { about, kind: 'customer' }, { after: null, limit: LOOKED_AT }, vault);
  const last = messages.find(({ state }) => ['sent', 'delivered', 'unknown', 'dry_run'].includes(state));
  if (!last) return null;
  const { template, status, channel, state, sentAt, settledAt, queuedAt } = last;
  return { at: toIso(sentAt ?? settledAt ?? queuedAt), template, status, channel, state };
}
