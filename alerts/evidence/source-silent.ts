import type { Instant } from '../../platform/clock.ts';
import type { LocalizedText } from '../../tracker/lifecycle.ts';
import type { Cause } from '../evidence.ts';
import { ordersOfLink } from '../evidence-links.ts';
import type { EvidenceProvider, Heard } from '../evidence-provider.ts';
import { lengthInWords } from '../sentences.ts';
import { ofEach } from './of-each.ts';
import { CONTEXT, WEIGHTS } from './weights.ts';

/** The system whose move is missing says nothing about anybody. */
export const sourceSilent: EvidenceProvider = {
  name: 'source-silent',
  look: async ({ sources, at }, orders) =>
    ofEach('source-silent', orders, ({ owner, limitAt }) => {
      const heard = owner === null ? undefined : sources.get(owner);
      if (!heard?.isSilent) return null;
      // Whoever was late while it still spoke is late for another reason; what has become of it since, nobody knows.
      const explains = (limitAt ?? at) >= heard.lastAt;
      const text = silenceText(owner!, heard, at);
      return {
        kind: 'source_silent',
        weight: explains ? WEIGHTS.source_silent : CONTEXT,
        at: heard.lastAt,
        text,
        link: ordersOfLink(owner!),
        cause: explains ? silenceCause(owner!, text) : null,
        blinds: true,
      };
    }),
};

export function silenceCause(source: string, text: LocalizedText): Cause {
  return { key: `silence:${source}`, text, isShared: true, system: source };
}

export function silenceText(source: string, { lastAt, expected }: Heard, now: Instant): LocalizedText {
  const [length, usual] = [lengthInWords(now - lastAt), Math.round(expected)];
  return {
    en: `${source} has said nothing about any order for ${length.en}; usually ${usual} events come in that time.`,
    ru: `${source} уже ${length.ru} ничего не сообщает ни об одном заказе; обычно за это время приходит событий: ${usual}.`,
  };
}
