import type { Instant } from '../../platform/clock.ts';
import type { Lifecycle } from '../../tracker/lifecycle.ts';
import { nextMove } from '../conditions/dwell.ts';
import type { Evidence } from '../evidence.ts';
import type { AskedOrder, EvidenceProvider } from '../evidence-provider.ts';
import { dateInWords } from '../sentences.ts';

const WEIGHT = 38;

/** What is to come next, from whom, and by when. */
export const expectedNext: EvidenceProvider = {
  name: 'expected-next',
  look: async ({ lifecycles, at }, orders) =>
    new Map(
      orders.flatMap((order): [string, Evidence[]][] => {
        const lifecycle = lifecycles.named(order.lifecycle);
        const evidence = lifecycle && expectedOf(order, lifecycle, at);
        return evidence ? [[order.orderId, [evidence]]] : [];
      }),
    ),
};

function expectedOf(
  { status, targetAt, dueAt, confirmed }: AskedOrder,
  lifecycle: Lifecycle,
  now: Instant,
): Evidence | null {
  const next = status === null ? null : nextMove(lifecycle, status);
  if (status === null || next === null) return null;
  const mover = lifecycle.owner(next)!;
  const by = targetAt !== null && dueAt !== null && [targetAt, dueAt].map(limit => dateInWords(limit, lifecycle.zone));
  const isLate = targetAt !== null && now > targetAt;
  const should = isLate ? { en: 'It should have come', ru: 'Его ждали' } : { en: 'It should come', ru: 'Его ждут' };
  const limits = by
    ? {
        en: ` ${should.en} by ${by[0]!.en}, at the latest by ${by[1]!.en}.`,
        ru: ` ${should.ru} к ${by[0]!.ru}, предел ${by[1]!.ru}.`,
      }
    : { en: ' No limit runs.', ru: ' Предел не идёт.' };
  const owner = lifecycle.owner(status)!;
  const unconfirmed = confirmed
    ? { en: '', ru: '' }
    : {
        en: ` That it is in ${status} has not been said by ${owner} itself.`,
        ru: ` Сам ${owner} о ${status} не сообщил.`,
      };
  return {
    provider: 'expected-next',
    kind: 'expected_next',
    weight: WEIGHT,
    at: targetAt,
    text: {
      en: `What comes next is ${next}, from ${mover}.${limits.en}${unconfirmed.en}`,
      ru: `Дальше должен быть ${next} от ${mover}.${limits.ru}${unconfirmed.ru}`,
    },
    link: '/lifecycles',
    cause: null,
    blinds: false,
  };
}
