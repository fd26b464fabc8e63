import { statusLink } from '../evidence-links.ts';
import type { EvidenceProvider, Line } from '../evidence-provider.ts';
import { lengthInWords } from '../sentences.ts';
import { ofEach } from './of-each.ts';
import { WEIGHTS } from './weights.ts';

/**
 * So many times what usually goes on together is missing by the same hours of earlier weeks, and so many wait, before a pause
 * is more than one. With four, a simulated month of 300 orders had pauses that were nobody's fault. Where many wait, half of
 * it shows the same.
 */
export const MISSED_BURSTS = 6;
const WAITING = 2;
const MANY = 10;
/** What it said just before the last one went on came with it. */
const TOGETHER_MS = 5 * 60_000;

/** Nobody goes on from the status any more, although usually so many would: nobody takes them. */
export const flowStopped: EvidenceProvider = {
  name: 'flow-stopped',
  look: async (facts, orders) =>
    ofEach('flow-stopped', orders, ({ lifecycle, status, limitAt, owner }) => {
      if (status === null) return null;
      const line = facts.line(lifecycle, status);
      // Whoever was late while others went on is late for another reason, and whoever is not late is kept by nothing.
      const lateSince = limitAt ?? facts.at;
      if (!hasStopped(line) || lateSince < line.lastAt! || lateSince > facts.at) return null;
      // A system that says nothing at all says of none that it has gone on.
      const heard = owner === null ? undefined : facts.sources.get(owner);
      if (heard?.isSilent && heard.lastAt <= line.lastAt! + TOGETHER_MS) return null;
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

export function hasStopped({ missed, needed, lastAt, waiting }: Line): boolean {
  if (lastAt === null || missed === null) return false;
  return waiting.length >= MANY ? missed >= needed / 2 : missed >= needed && waiting.length >= WAITING;
}
