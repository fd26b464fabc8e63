import { statusLink } from '../evidence-links.ts';
import type { EvidenceProvider, Line } from '../evidence-provider.ts';
import { lengthInWords } from '../sentences.ts';
import { ofEach } from './of-each.ts';
import { WEIGHTS } from './weights.ts';

/**
 * So many are missing by the same hours of earlier weeks, and so many wait, before a pause is more than one. With four, a
 * simulated month of 300 orders had pauses that were nobody's fault.
 */
const MISSED = 6;
const WAITING = 2;

/** Nobody goes on from the status any more, although usually so many would: nobody takes them. */
export const flowStopped: EvidenceProvider = {
  name: 'flow-stopped',
  look: async (facts, orders) =>
    ofEach('flow-stopped', orders, ({ lifecycle, status, limitAt, owner }) => {
      if (status === null) return null;
      const line = facts.line(lifecycle, status);
      // Whoever was late while others went on is late for another reason.
      if (!hasStopped(line) || (limitAt ?? facts.at) < line.lastAt!) return null;
      const [length, usual, waiting] = [
        lengthInWords(facts.at - line.lastAt!),
        Math.round(line.missed!),
        line.waiting.length,
      ];
      const text = {
        en: `No order has gone on from ${status} for ${length.en}; usually ${usual} do in that time. ${waiting} wait.`,
        ru: `Из статуса ${status} уже ${length.ru} не вышел ни один заказ; обычно за это время выходит: ${usual}. Ждут: ${waiting}.`,
      };
      return {
        kind: 'flow_stopped',
        weight: WEIGHTS.flow_stopped,
        at: line.lastAt,
        text,
        link: statusLink(status),
        cause: { key: `flow:${lifecycle}:${status}`, text, isShared: true, system: owner },
        blinds: false,
      };
    }),
};

export function hasStopped({ missed, lastAt, waiting }: Line): boolean {
  return lastAt !== null && (missed ?? 0) >= MISSED && waiting.length >= WAITING;
}
