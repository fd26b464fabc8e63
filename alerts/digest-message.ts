import type { DigestVariables } from '../notifier/digest-variables.ts';
import type { NewMessage } from '../notifier/message.ts';
import { type Instant, toIso } from '../platform/clock.ts';
import type { Dwell } from '../tracker/dwell.ts';
import type { Lifecycles } from '../tracker/lifecycle.ts';
import type { DigestFacts, Listed } from './digest-facts.ts';
import type { RulePrecision } from './digest-precision.ts';
import { nameOf } from './event-words.ts';
import type { AlertSettings, Digest, Person } from './settings.ts';
import { textIn } from './text-in.ts';

export const DIGEST_TEMPLATE = 'digest';

const HOUR_MS = 3_600_000;
/** Later than that the next one tells more. */
const EXPIRES_AFTER_MS = { daily: 12 * HOUR_MS, weekly: 48 * HOUR_MS };

export type DigestReader = Person & { id: string; email: string };

/** What one reader is sent: one message for each of them and each window. */
export function digestMessage(
  { name, kind }: Digest,
  to: DigestReader,
  variables: DigestVariables,
  dueAt: Instant,
  now: Instant,
): NewMessage {
  return {
    about: `digest:${name}`,
    kind: 'staff',
    template: DIGEST_TEMPLATE,
    occasion: toIso(dueAt),
    status: null,
    eventId: null,
    channel: 'email',
    recipient: `staff:${to.id}`,
    address: to.email,
    locale: to.locale,
    zone: to.zone,
    urgent: false,
    variables,
    factAt: dueAt,
    notBefore: now,
    expiresAt: now + EXPIRES_AFTER_MS[kind],
    traceparent: null,
  };
}

export function digestVariables(
  kind: Digest['kind'],
  facts: DigestFacts & { precision: readonly RulePrecision[] },
  { locale, people, lifecycles }: { locale: string; people: AlertSettings['people']; lifecycles: Lifecycles },
  now: Instant,
): DigestVariables {
  const order = ({ id, status, owner, since, dueAt }: Listed) => ({
    id,
    status,
    owner,
    ms: now - since,
    limitMs: Math.abs(now - dueAt),
  });
  return {
    kind,
    from: toIso(facts.from),
    to: toIso(facts.to),
    orders: facts.orders,
    incidents: {
      ...facts.incidents,
      before: facts.before && { opened: facts.before.opened, closed: facts.before.closed },
    },
    owners: facts.owners,
    stuck: facts.stuck.map(order),
    atRisk: facts.atRisk.map(order),
    overdue: facts.overdue.map(({ promisedAt, ...one }) => ({
      ...one,
      promisedAt: toIso(promisedAt),
      lateMs: now - promisedAt,
    })),
    unresolved: facts.unresolved.map(({ id, title, severity, openedAt, orders, by, acknowledgedAt }) => ({
      id: String(id),
      title: textIn(locale, title),
      isCritical: severity === 'critical',
      openMs: now - openedAt,
      orders,
      by: by === null ? null : nameOf(people, by),
      takenMs: acknowledgedAt === null ? null : now - acknowledgedAt,
    })),
    silences: facts.silences.map(one => ({
      ...one,
      author: nameOf(people, one.author),
      until: toIso(one.until),
    })),
    failed: {
      count: facts.failed.reduce((total, { messages }) => total + messages, 0),
      channels: facts.failed.map(({ channel, messages }) => ({ channel, count: messages })),
    },
    dwell: dwellOf(facts, lifecycles),
    precision: facts.precision.map(({ rule, title, real, notReal, ourData, unsaid, share, suggestion }) => ({
      ...{ rule, real, notReal, ourData, unsaid },
      title: textIn(locale, title),
      percent: Math.round(share * 100),
      suggestion: suggestion && textIn(locale, suggestion),
    })),
    partners: facts.partners.map(({ partner, orders, dueAt }) => ({ partner, orders, lateMs: now - dueAt })),
  };
}

/** In the order in which orders walk through their statuses. */
function dwellOf({ dwell, before }: DigestFacts, lifecycles: Lifecycles): DigestVariables['dwell'] {
  const rank = ({ lifecycle, status }: Dwell) => lifecycles.named(lifecycle)?.rank(status) ?? 0;
  return dwell
    .toSorted((a, b) => a.lifecycle.localeCompare(b.lifecycle) || rank(a) - rank(b))
    .map(({ lifecycle, status, stays, medianMs, p90Ms }) => {
      const level = lifecycles.named(lifecycle)?.status(status)?.serviceLevel;
      const earlier = before?.dwell.find(one => one.lifecycle === lifecycle && one.status === status);
      return {
        status,
        stays,
        medianMs,
        p90Ms,
        target: level?.target ?? null,
        breach: level?.breach ?? null,
        isBusiness: level?.time === 'business',
        beforeMs: earlier?.medianMs ?? null,
      };
    });
}
