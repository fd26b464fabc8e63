import { type Instant, toIso } from '../../platform/clock.ts';
import type { Evidence } from '../evidence.ts';
import { lateOrdersLink } from '../evidence-links.ts';
import type { EvidenceProvider, Facts } from '../evidence-provider.ts';
import { dateInWords } from '../sentences.ts';
import { lineName } from './lines.ts';
import { ofEach } from './of-each.ts';
import { WEIGHTS } from './weights.ts';

/** So many who stop at the same time are no coincidence, where as many before and after them did not. */
const LEAST = 3;
/** They came into the status so soon after each other. */
const NEAR_MS = 10 * 60_000;

/**
 * None of those who came into the status within a few minutes went on in time, and those who came before and after did:
 * most likely one thing stopped them all, whatever it was.
 */
export const startedTogether: EvidenceProvider = {
  name: 'started-together',
  look: async (facts, orders) =>
    ofEach('started-together', orders, ({ orderId, lifecycle, status, owner }) => {
      if (status === null || owner === null) return null;
      const group = groupsOf(facts, lifecycle, status).find(({ waiting }) => waiting.has(orderId));
      return group ? evidenceOf(group, { lifecycle, status, owner }, facts) : null;
    }),
};

/** Whether any of them waits still. */
export function waitTogether(facts: Facts, lifecycle: string, stay: string): boolean {
  const status = stay.slice(0, stay.lastIndexOf('@'));
  return groupsOf(facts, lifecycle, status).some(group => stayOfGroup(status, group) === stay);
}

/** `size`: with those who have gone on meanwhile, late. */
type Group = { first: Instant; last: Instant; size: number; waiting: ReadonlySet<string> };

const known = new WeakMap<Facts, Map<string, readonly Group[]>>();

/** Worked out once for all who ask of the same line. */
function groupsOf(facts: Facts, lifecycle: string, status: string): readonly Group[] {
  const byLine = known.get(facts) ?? new Map<string, readonly Group[]>();
  known.set(facts, byLine);
  const name = lineName({ lifecycle, status });
  const groups = byLine.get(name) ?? findGroups(facts, lifecycle, status);
  byLine.set(name, groups);
  return groups;
}

function findGroups({ lifecycles, line, at: now }: Facts, lifecycle: string, status: string): readonly Group[] {
  // Where orders are laid aside after a while, somebody outside is asked, and who does not answer is nobody's fault.
  if (lifecycles.named(lifecycle)?.status(status)?.freeze) return [];
  const { waiting, gone } = line(lifecycle, status);
  // Who is late in minutes is one of them, so that the first does not seem to be alone.
  const late = waiting.filter(({ targetAt }) => targetAt !== null && targetAt <= now + NEAR_MS);
  if (late.length === 0) return [];
  // Who has gone on later than that was stopped, too; the limit is the same for all, but for working hours.
  const limitMs = Math.min(...late.map(({ since, targetAt }) => targetAt! - since));
  const [goneLate, inTime] = split(gone, one => one.at - one.since >= limitMs);
  const stopped = [
    ...late.map(({ orderId, since }) => ({ orderId, since })),
    ...goneLate.map(({ since }) => ({ orderId: null, since })),
  ].sort((a, b) => a.since - b.since);
  return runs(stopped)
    .map(run => ({
      first: run[0]!.since,
      last: run.at(-1)!.since,
      size: run.length,
      waiting: new Set(run.flatMap(({ orderId }) => orderId ?? [])),
    }))
    .filter(({ first, last, size, waiting }) => {
      if (size < LEAST || waiting.size === 0) return false;
      const before = inTime.filter(({ since }) => since < first).length;
      const after = inTime.filter(({ since }) => since > last).length;
      return before >= LEAST && after >= LEAST && before + after === inTime.length;
    });
}

/** Those who came soon after each other. */
function runs<T extends { since: Instant }>(sorted: readonly T[]): T[][] {
  const all: T[][] = [];
  for (const one of sorted) {
    const last = all.at(-1);
    if (last && one.since - last.at(-1)!.since <= NEAR_MS) last.push(one);
    else all.push([one]);
  }
  return all;
}

function split<T>(all: readonly T[], test: (one: T) => boolean): [T[], T[]] {
  return [all.filter(test), all.filter(one => !test(one))];
}

function evidenceOf(
  group: Group,
  { lifecycle, status, owner }: { lifecycle: string; status: string; owner: string },
  { lifecycles }: Facts,
): Omit<Evidence, 'provider'> {
  const { first, last, size } = group;
  const { zone } = lifecycles.named(lifecycle)!;
  const [from, to] = [dateInWords(first, zone), dateInWords(last, zone)];
  const text = {
    en: `None of the ${size} orders that came into ${status} from ${from.en} to ${to.en} has gone on in time, while those before and after have: most likely one thing stopped them all.`,
    ru: `Из заказов, пришедших в ${status} с ${from.ru} по ${to.ru} (их ${size}), ни один не пошёл дальше вовремя, а более ранние и более поздние пошли: скорее всего, их остановило одно и то же.`,
  };
  return {
    kind: 'started_together',
    weight: WEIGHTS.started_together,
    at: first,
    text,
    link: lateOrdersLink(status),
    cause: { key: `together:${lifecycle}:${stayOfGroup(status, group)}`, text, isShared: true, system: owner },
    blinds: false,
  };
}

/** The first of them stays the first when it has gone on. */
function stayOfGroup(status: string, { first }: Group): string {
  return `${status}@${toIso(first)}`;
}
