import type { Db } from '../../platform/postgres.ts';
import type { LocalizedText } from '../../tracker/lifecycle.ts';
import { readProgress } from '../../tracker/progress.ts';
import type { Cause, Evidence } from '../evidence.ts';
import { lateOrdersLink } from '../evidence-links.ts';
import type { EvidenceProvider, Facts } from '../evidence-provider.ts';
import { lengthInWords } from '../sentences.ts';
import { type Awaited, isAwaited } from './own-progress.ts';
import { queuesOf } from './queue-served.ts';
import { saidOtherwise } from './says-otherwise.ts';
import { WEIGHTS } from './weights.ts';

/** Fewer that came later and have gone on may have been taken first for a reason. */
const YOUNGER = 3;
/** So many times the usual stay is no slow case any more, where waits of days now and then make the p95 long. */
const TIMES_USUAL = 5;

/**
 * By elimination: the system speaks of others, takes what comes, and has not said of this one what was to come.
 * What else could explain it weighs more, and is the cause then.
 */
export function messageLost(db: Db): EvidenceProvider {
  return {
    name: 'message-lost',
    look: async (facts, orders) => {
      const passed = orders.filter(isAwaited).flatMap(order => {
        const reason = eliminate(facts, order);
        return reason === null ? [] : [{ order, reason }];
      });
      const said = await readProgress(
        db,
        passed.map(({ order: { orderId, owner, since } }) => ({ orderId, by: owner, from: since, to: null })),
      );
      return new Map(
        // Whoever has reported of it has got the message.
        passed
          .filter((_, place) => said[place]!.length === 0)
          .map(({ order, reason }) => [order.orderId, [evidenceOf(order, reason, facts.at)]]),
      );
    },
  };
}

type Reason = { younger: number; usualMs: number | null };

/** What speaks for a lost message once all else is left out; null: something is not left out. */
function eliminate(facts: Facts, order: Awaited): Reason | null {
  const { lifecycle, status, owner, since, partner } = order;
  const { at: now, line, broker, ownLag, sources, lifecycles } = facts;
  // Where orders are laid aside after a while, somebody outside is asked, and nothing follows from their silence.
  const declared = lifecycles.named(lifecycle);
  if (declared?.status(status)?.freeze) return null;
  // Nor where a system began the order and is to move it on itself: a cart waits for its customer.
  if (declared?.status(status)?.entry && declared.owner(status) === owner) return null;
  // Whoever says something else has lost no message.
  if (declared && saidOtherwise(order, declared).length > 0) return null;
  if (ownLag !== null || broker?.reachable === false || sources.get(owner)?.isSilent) return null;
  if (queuesOf(facts, owner).some(({ consumers }) => consumers === 0)) return null;
  const usual = facts.usual.of(lifecycle, status, partner);
  // As long as it has said nothing at all since the order was to go on, its silence tells nothing of this one.
  const dueAt = Math.min(order.limitAt ?? now, since + (usual?.p95Ms ?? 0));
  if ((sources.get(owner)?.lastAt ?? now) < dueAt) return null;
  const stayMs = now - since;
  if (usual && stayMs < Math.min(usual.p95Ms, TIMES_USUAL * usual.p50Ms)) return null;

  const { gone, waiting } = line(lifecycle, status);
  const lately = gone.filter(({ at }) => at > since);
  const younger = lately.filter(one => one.since > since).length;
  // As long as most of those before it wait, too, its turn has not come.
  const older = { gone: lately.length - younger, waiting: waiting.filter(one => one.since < since).length };
  if (older.waiting > older.gone + younger) return null;
  if (younger >= YOUNGER) return { younger, usualMs: null };
  const isLong = usual !== null && stayMs > 2 * usual.p95Ms;
  return isLong && lately.length > 0 && isTaken(facts, owner, since) ? { younger, usualMs: usual.p50Ms } : null;
}

/** Everything that waited for the system when the order came to it has been taken since, or it takes from no queue. */
function isTaken(facts: Facts, owner: string, since: number): boolean {
  if (facts.broker === null) return false;
  return queuesOf(facts, owner).every(
    ({ messages, wasEmptyAt, oldestAgeMs }) =>
      messages === 0 ||
      (wasEmptyAt !== null && wasEmptyAt > since) ||
      (oldestAgeMs !== null && facts.at - oldestAgeMs > since),
  );
}

function evidenceOf(order: Awaited, { younger, usualMs }: Reason, now: number): Evidence {
  const { orderId, owner, status, since } = order;
  const [silent, usual] = [silenceOf(order, now), usualMs === null ? null : lengthInWords(usualMs)];
  const why =
    usual === null
      ? {
          en: `while ${younger} orders that came after it have gone on`,
          ru: `а более поздние заказы пошли дальше (их ${younger})`,
        }
      : {
          en: `although it usually takes ${usual.en}, and others go on`,
          ru: `хотя обычно это ${usual.ru}, и другие заказы идут дальше`,
        };
  return {
    provider: 'message-lost',
    kind: 'message_lost',
    weight: WEIGHTS.message_lost,
    at: since,
    text: {
      en: `${silent.en}, ${why.en}: a message to or from ${owner} was never published, or lost under way.`,
      ru: `${silent.ru}, ${why.ru}: сообщение для ${owner} или от него не было отправлено или потерялось в пути.`,
    },
    link: lateOrdersLink(status),
    cause: lostMessage(orderId, owner),
    blinds: false,
  };
}

/** It may have said that it knows of the order, and then not what was to come. */
function silenceOf({ owner, since, sources }: Awaited, now: number): LocalizedText {
  const said = sources[owner];
  if (said && said.at > since) {
    const ago = lengthInWords(Math.max(0, now - said.at));
    return {
      en: `${owner} said ${said.status} of it ${ago.en} ago, and nothing since`,
      ru: `${owner} сообщил о нём ${said.status} ${ago.ru} назад и больше ничего`,
    };
  }
  const stay = lengthInWords(now - since);
  return {
    en: `${owner} has not said a word of it for ${stay.en}`,
    ru: `${owner} ничего не сообщил о нём за ${stay.ru}`,
  };
}

export function lostMessage(orderId: string, system: string): Cause {
  return {
    key: `lost:${orderId}`,
    text: {
      en: `A message to or from ${system} about ${orderId} was never published, or lost under way.`,
      ru: `Сообщение для ${system} или от ${system} о ${orderId} не было отправлено или потерялось в пути.`,
    },
    isShared: false,
    system,
  };
}
