import type { z } from 'zod';
import { type ProgressStep, progressOf } from '../../alerts/escalation-progress.ts';
import { readAllOpenFindings } from '../../alerts/finding-rows.ts';
import { foreseeSteps } from '../../alerts/foresee.ts';
import { type Incident, incidentName } from '../../alerts/incident.ts';
import { readEvents } from '../../alerts/incident-events.ts';
import { findIncident } from '../../alerts/incident-rows.ts';
import { chainOf } from '../../alerts/route-of.ts';
import { runbookOf } from '../../alerts/runbook-of.ts';
import { findSilenced } from '../../alerts/silenced.ts';
import { findSimilar, type SimilarIncident } from '../../alerts/similar-incidents.ts';
import type { ChannelName } from '../../notifier/message.ts';
import { listMessages, type MessageSummary } from '../../notifier/message-list.ts';
import { standingInWords } from '../../notifier/message-words.ts';
import { type Instant, toIso } from '../../platform/clock.ts';
import { findBrokenPromises } from '../../tracker/broken-promises.ts';
import type { contract } from '../contract.ts';
import { type IncidentDeps, incidentId } from '../incident-in-full.ts';
import { noSuchIncident, Refused } from '../problem.ts';
import { traceUrl } from '../trace-urls.ts';
import { type ReachingDeps, reachingOf } from './reaching.ts';

type Context = z.infer<typeof contract.IncidentContext>;

export type ContextDeps = IncidentDeps & ReachingDeps & { jaegerUrl: string | null; grafanaUrl: string | null };

const AHEAD = 6;
const SIMILAR = 5;
const MESSAGES = 500;

/** How its escalation has come and would go on, what came before it, and where to look further. Throws Refused. */
export async function contextAsked(deps: ContextDeps, id: string): Promise<Context> {
  const { pool, vault, clock, alerts } = deps;
  const now = clock.now();
  const incident = await findIncident(pool, incidentId(id));
  if (!incident) throw new Refused(noSuchIncident(id));
  const history = await readEvents(pool, [incident.id]);
  const ahead = await foreseeSteps(pool, [incident], reachingOf(deps), { now, limit: AHEAD });
  const about = { about: [incidentName(incident.id)] };
  const { messages } = await listMessages(pool, about, { after: null, limit: MESSAGES }, vault);
  const byId = new Map(messages.map(message => [message.id, message]));
  const silence = (await findSilenced(pool, [incident], now)).get(incident.id);
  const findings = (await readAllOpenFindings(pool, [incident.id])).get(incident.id) ?? [];
  const orders = [...new Set(findings.flatMap(({ orderId }) => orderId ?? []))];
  return {
    escalation: {
      steps: progressOf(history, ahead.get(incident.id) ?? []).map(step => presentStep(step, byId)),
      of: chainOf(alerts(), incident)?.steps.length ?? 0,
      resumesAt: time(incident.state === 'resolved' ? null : (incident.until ?? silence?.until ?? null)),
    },
    similar: (await findSimilar(pool, incident, SIMILAR)).map(presentSimilar),
    waitingCustomers: (await findBrokenPromises(pool, orders, now)).size,
    links: linksOf(deps, incident, now),
  };
}

function presentStep(
  { state, step, round, at, people }: ProgressStep,
  messages: ReadonlyMap<string, MessageSummary>,
): Context['escalation']['steps'][number] {
  return {
    ...{ state, step: step + 1, round, at: toIso(at) },
    people: people.map(({ recipient, name, channel, messageId }) => {
      const message = messageId === null ? undefined : messages.get(messageId);
      return { recipient, name, channel: channel as ChannelName, message: message ? presentMessage(message) : null };
    }),
  };
}

function presentMessage(message: MessageSummary) {
  const { id, state, reason, settledAt, sentAt, queuedAt } = message;
  return { id, state, reason, at: toIso(settledAt ?? sentAt ?? queuedAt), inWords: standingInWords(message) };
}

function presentSimilar(one: SimilarIncident): Context['similar'][number] {
  const { title, severity, state, resolvedBy, resolution, reason, verdict, cause, sameCause, orders } = one;
  return {
    id: String(one.id),
    ...{ title, severity, state },
    openedAt: toIso(one.openedAt),
    resolvedAt: time(one.resolvedAt),
    ...{ resolvedBy, resolution, reason: reason || null, verdict, cause, sameCause, orders },
  };
}

const HOUR_MS = 3_600_000;

function linksOf({ alerts, jaegerUrl, grafanaUrl }: ContextDeps, incident: Incident, now: Instant): Context['links'] {
  const { rule, traceparent, openedAt, resolvedAt } = incident;
  const runbook = runbookOf(alerts(), rule);
  const traceId = traceparent?.split('-')[1];
  const span = `from=${openedAt - HOUR_MS}&to=${Math.min((resolvedAt ?? now) + HOUR_MS, now)}`;
  return {
    runbook: runbook && `/runbooks/${runbook}`,
    trace: jaegerUrl !== null && traceId !== undefined ? traceUrl(jaegerUrl, traceId) : null,
    board: grafanaUrl && `${grafanaUrl}/d/${boardOf(runbook)}?${span}`,
  };
}

/** What concerns single orders is seen on the board of orders. */
function boardOf(runbook: string | null): string {
  if (runbook === null) return 'orderwatch-orders';
  return runbook.startsWith('queue') || runbook.startsWith('broker') || runbook.startsWith('dead')
    ? 'orderwatch-messaging'
    : 'orderwatch-services';
}

function time(instant: Instant | null): string | null {
  return instant === null ? null : toIso(instant);
}
