import type { Instant } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';
import type { LocalizedText } from '../../tracker/lifecycle.ts';
import { type Fact, readProgress } from '../../tracker/progress.ts';
import type { Cause, Evidence } from '../evidence.ts';
import { timelineLink } from '../evidence-links.ts';
import type { AskedOrder, EvidenceProvider } from '../evidence-provider.ts';
import { onceFor } from '../once-for.ts';
import { lengthInWords } from '../sentences.ts';
import { learnProgress, stoppedAfter, type UsualProgress } from '../usual-progress.ts';
import { WEIGHTS } from './weights.ts';

/** So many of those that went on lately tell what is usual. */
const LEARNED_FROM = 100;

/** The system reported how its work on the order goes, and then no more. */
export function ownProgress(db: Db): EvidenceProvider {
  const learned = onceFor(
    async (facts, { lifecycle, status, by }: { lifecycle: string; status: string; by: string }) => {
      const stays = facts.line(lifecycle, status).gone.slice(0, LEARNED_FROM);
      const said = await readProgress(
        db,
        stays.map(({ orderId, since, at }) => ({ orderId, by, from: since, to: at })),
      );
      return learnProgress(said);
    },
  );
  return {
    name: 'own-progress',
    look: async (facts, orders) => {
      const worked = orders.filter(isAwaited);
      const said = await readProgress(
        db,
        worked.map(({ orderId, owner, since }) => ({ orderId, by: owner, from: since, to: null })),
      );
      const found = new Map<string, Evidence[]>();
      for (const [place, order] of worked.entries()) {
        const progress = said[place]!;
        if (progress.length === 0) continue;
        const { lifecycle, status, owner } = order;
        // As long as it has said nothing of any order since, its silence tells nothing of this one.
        if ((facts.sources.get(owner)?.lastAt ?? facts.at) <= progress.at(-1)!.at) continue;
        const evidence = judgeProgress(
          order,
          progress,
          await learned(facts, { lifecycle, status, by: owner }),
          facts.at,
        );
        if (evidence) found.set(order.orderId, [evidence]);
      }
      return found;
    },
  };
}

/** It is in a status, and some system is to move it. */
export type Awaited = AskedOrder & { owner: string; status: string; since: Instant };

export function isAwaited(order: AskedOrder): order is Awaited {
  return order.owner !== null && order.status !== null && order.since !== null && !order.frozen;
}

/** Null: it goes on, as far as anybody can tell. `progress`: one fact at least. */
function judgeProgress(order: Awaited, progress: readonly Fact[], usual: UsualProgress, now: Instant): Evidence | null {
  const last = progress.at(-1)!;
  const silentMs = now - last.at;
  const isOdd = usual.types !== null && !usual.types.has(last.type);
  if (!isOdd && silentMs < stoppedAfter(progress, order.since, usual)) return null;
  const isWhole = !isOdd && usual.count !== null && progress.length >= usual.count;
  // What came late is counted from when it came, and told as it was.
  const saidMs = Math.max(0, now - last.saidAt);
  const sentence = isOdd ? oddWord(order, last, saidMs) : stopped(order, progress, saidMs, usual.count);
  return {
    provider: 'own-progress',
    kind: isWhole ? 'result_missing' : 'work_stalled',
    weight: isWhole ? WEIGHTS.result_missing : WEIGHTS.work_stalled,
    at: last.saidAt,
    text: sentence,
    link: timelineLink(order.orderId, last.eventId),
    cause: isWhole ? resultMissing(order) : workStalled(order),
    blinds: false,
  };
}

function stopped({ owner }: Awaited, progress: readonly Fact[], silentMs: number, usual: number | null): LocalizedText {
  const [ago, times] = [lengthInWords(silentMs), progress.length];
  if (usual !== null && times >= usual) {
    return {
      en: `${owner} reported all its usual progress (${times} of ${usual}), the last ${ago.en} ago; the result never came.`,
      ru: `${owner} сообщил обо всех обычных этапах (${times} из ${usual}), о последнем ${ago.ru} назад; результата нет.`,
    };
  }
  const of = { en: usual === null ? '' : ` of ${usual}`, ru: usual === null ? '' : ` из ${usual}` };
  return {
    en: `${owner} was at work on it and reported progress (${times}${of.en}); then nothing for ${ago.en}.`,
    ru: `${owner} начал работу и сообщал о ней (этапов: ${times}${of.ru}), затем ничего уже ${ago.ru}.`,
  };
}

function oddWord({ owner }: Awaited, { type }: Fact, silentMs: number): LocalizedText {
  const ago = lengthInWords(silentMs);
  return {
    en: `The last word of ${owner} is ${type}, ${ago.en} ago; of orders that went on it never said so.`,
    ru: `Последнее слово ${owner}: ${type}, ${ago.ru} назад; о заказах, которые пошли дальше, он так не сообщал.`,
  };
}

function workStalled({ orderId, owner }: Awaited): Cause {
  const text = {
    en: `The work of ${owner} on ${orderId} has stopped.`,
    ru: `Работа ${owner} над ${orderId} остановилась.`,
  };
  return { key: `stalled:${orderId}`, text, isShared: false, system: owner };
}

function resultMissing({ orderId, owner }: Awaited): Cause {
  const text = {
    en: `${owner} did its work on ${orderId}, and the result never came.`,
    ru: `${owner} выполнил работу над ${orderId}, но результат не пришёл.`,
  };
  return { key: `lost:${orderId}`, text, isShared: false, system: owner };
}
