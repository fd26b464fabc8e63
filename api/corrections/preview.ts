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
import type { OrderKey, StatedEvent } from '../../tracker/event.ts';
import { advancedEvent, whyNot } from '../../tracker/hands/advance.ts';
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
  const { pool, lifecycles } = deps;
  const seen = await readOrderNow(pool, lifecycles(), asked.orderId);
  if (!seen) throw new Refused(noSuchOrder(asked.orderId));
  const verdict = judgeCorrection(seen, { to: asked.to, at: asked.occurredAt, now });
  const event = correctionEvent(asked, seen, { by: person, agreed: null }, now);
  return {
    ...(await whatFollows(deps, { ...asked, seen, event, isRefused: verdict.kind === 'refused' }, now)),
    verdict: verdict.kind,
    why: verdict.kind === 'legal' ? null : verdict.why,
    skipped: verdict.kind === 'legal' ? [...verdict.skipped] : [],
  };
}

/** The same of bringing an order to its next status, before what can't simply be taken back. Throws Refused. */
export async function previewAdvance(
  deps: PreviewDeps,
  { orderId, to, person }: { orderId: OrderKey; to: string; person: Person },
  now: Instant,
): Promise<Preview> {
  const seen = await readOrderNow(deps.pool, deps.lifecycles(), orderId);
  if (!seen) throw new Refused(noSuchOrder(orderId));
  const why = whyNot(seen, to);
  const event = advancedEvent(seen, { person, to, note: null }, now);
  const publish = deps.decisions().publish.advances;
  const move = { orderId, to, publish, telling: { notify: 'usual', words: null } as const, seen, event };
  return {
    ...(await whatFollows(deps, { ...move, isRefused: why !== null }, now)),
    verdict: why === null ? 'legal' : 'refused',
    why,
    skipped: [],
  };
}

type Move = Pick<AskedCorrection, 'orderId' | 'to' | 'publish' | 'telling'> & { seen: OrderNow; event: StatedEvent };

async function whatFollows(
  deps: PreviewDeps,
  { isRefused, ...move }: Move & { isRefused: boolean },
  now: Instant,
): Promise<Omit<Preview, 'verdict' | 'why' | 'skipped'>> {
  const { pool, decisions, vault } = deps;
  const { orderId, to, publish, seen } = move;
  return {
    orderId,
    version: seen.version,
    before: standing(seen.state, now),
    ...(isRefused ? NOTHING : await rehearsed(deps, move, now)),
    lastTold: await lastTold(pool, await readKeys(pool, orderId), vault),
    publishes: publish ? { exchange: decisions().publish.exchange, routingKey: routingKeyOf(to) } : null,
  };
}

function rehearsed(deps: PreviewDeps, { orderId, to, telling, event }: Move, now: Instant): Promise<Consequences> {
  const { pool, ledgerOn, lifecycles, tellOf } = deps;
  return rehearse(pool, async rehearsal => {
    const before = await readOpenFindingsOf(rehearsal, [orderId]);
    const { eventId } = event;
    let after: OrderState | null = null;
    await ledgerOn(rehearsal).record([{ event, redelivered: false }], async (tx, { events }) => {
      const here = (await readOrderNow(tx, lifecycles(), orderId))!;
      after = here.state;
      const { notify, words } = telling;
      await tellOf(tx, {
        correction: { orderId, notify, words, to },
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
