import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import { readOrdersInQuestion } from '../tracker/asked-orders.ts';
import type { Lifecycle, LocalizedText } from '../tracker/lifecycle.ts';
import type { Order } from '../tracker/orders.ts';
import type { Usual } from '../tracker/usual.ts';
import { askAbout } from './asked-order.ts';
import type { FactsAt } from './evidence/facts.ts';
import type { Cause, Evidence } from './evidence.ts';
import { openLink } from './evidence-links.ts';
import type { EvidenceProvider } from './evidence-provider.ts';
import type { OpenFinding } from './finding.ts';
import { readOpenFindingsOf } from './finding-rows.ts';
import { lookForEvidence } from './judge.ts';
import { aboutAnyOrder, aroundLateOrder } from './one-order-evidence.ts';
import { dateInWords, lengthInWords } from './sentences.ts';
import { weighEvidence } from './weigh-evidence.ts';

/** Why an order is where it is, as far as that can be seen. */
export type Diagnosis = {
  order: Order;
  asOf: Instant;
  /** What most likely is the matter, in one sentence; or that nothing is, or that nothing tells. */
  verdict: LocalizedText;
  cause: Cause | null;
  /** Why what we know may be late or wrong; null: nothing speaks against it. */
  suspect: LocalizedText | null;
  usual: Usual | null;
  /** What explains most comes first. */
  evidence: readonly Evidence[];
};

export type Diagnose = (order: Order, now: Instant) => Promise<Diagnosis>;

/**
 * Asks everybody who may know something. What is the same for all orders comes with the facts, which are looked up once
 * for a while; the rest are look-ups by the order's key. Nobody asks the broker. Of an order that is in time nothing is
 * claimed: whoever has no trouble needs no cause.
 */
export function createDiagnose({
  db,
  facts,
  providers,
  jaegerUrl,
  managementUrl = () => null,
}: {
  db: Db;
  facts: FactsAt;
  /** Those that look for causes. */
  providers: readonly EvidenceProvider[];
  /** Null: there is nowhere to look at traces. */
  jaegerUrl: string | null;
  /** Where RabbitMQ shows itself, as far as is known by now; null: nowhere. */
  managementUrl?: () => string | null;
}): Diagnose {
  const always = aboutAnyOrder(db, jaegerUrl);
  const ofLate = [...always, ...providers, ...aroundLateOrder(db)];

  return async (order, now) => {
    const known = await facts.at(now);
    const lifecycle = known.lifecycles.named(order.lifecycle);
    const inQuestion = await readOrdersInQuestion(db, [order.orderId]);
    const findings = await readOpenFindingsOf(
      db,
      inQuestion.flatMap(({ keys }) => keys),
    );
    const isLate = isWaiting(order, lifecycle) && (isPastLimit(order) || findings.length > 0);
    const asked = inQuestion.map(one => askAbout(one, known.lifecycles, mainFinding(order, findings)));
    const found = await lookForEvidence(isLate ? ofLate : always, known, asked);
    const evidence = weighEvidence(found.get(order.orderId) ?? []).map(one => ({
      ...one,
      link: openLink(one.link, managementUrl()),
    }));
    const cause = evidence.find(one => one.cause !== null)?.cause ?? null;
    return {
      order,
      asOf: now,
      verdict: cause?.text ?? verdictWithout(order, lifecycle, isLate, now),
      cause,
      suspect: evidence.find(({ blinds }) => blinds)?.text ?? null,
      usual: order.status === null ? null : known.usual.of(order.lifecycle, order.status, order.partner),
      evidence,
    };
  };
}

function isPastLimit({ stuck, atRisk, overdue }: Order): boolean {
  return stuck || atRisk || overdue;
}

function isWaiting({ status, frozen }: Order, lifecycle: Lifecycle | null): boolean {
  return !frozen && !(status !== null && lifecycle?.isTerminal(status));
}

/** That of the present stay says best who is to move. */
function mainFinding(order: Order, findings: readonly OpenFinding[]): OpenFinding | null {
  return findings.find(({ status, owner }) => status === order.status && owner !== null) ?? findings[0] ?? null;
}

/** Where nothing explains, or there is nothing to explain. */
function verdictWithout(
  { status, statusSince, targetAt, frozen }: Order,
  lifecycle: Lifecycle | null,
  isLate: boolean,
  now: Instant,
): LocalizedText {
  const stay = lengthInWords(Math.max(0, now - (statusSince ?? now)));
  if (isLate) {
    return {
      en: 'It is late, and there is no evidence why: nothing that can be seen explains it.',
      ru: 'Заказ опаздывает, оснований назвать причину нет: ничто из того, что видно, этого не объясняет.',
    };
  }
  if (frozen) return { en: 'It is frozen, so no limit runs.', ru: 'Заказ заморожен, предел не идёт.' };
  if (status === null) return { en: 'Nobody has said a status of it yet.', ru: 'Его статуса ещё никто не сообщил.' };
  if (!lifecycle) {
    return {
      en: `Its lifecycle is not declared any more, so nobody knows what comes after ${status}.`,
      ru: `Его жизненный цикл больше не объявлен: неизвестно, что следует за ${status}.`,
    };
  }
  if (lifecycle.isTerminal(status)) {
    return { en: `It has come to its end: ${status} for ${stay.en}.`, ru: `Заказ завершён: ${status} уже ${stay.ru}.` };
  }
  const by = targetAt === null ? null : dateInWords(targetAt, lifecycle.zone);
  return {
    en: `It is in time: in ${status} for ${stay.en}${by === null ? '' : `, to leave it by ${by.en}`}.`,
    ru: `Заказ идёт в срок: в ${status} уже ${stay.ru}${by === null ? '' : `, выйти должен к ${by.ru}`}.`,
  };
}
