import { beforeEach, expect, test } from 'vitest';
import { testDatabase } from '../../test/support/database.ts';
import { anEvent, arrivals, DAY, HOUR, MINUTE, T0 } from '../../test/support/factory.ts';
import { referenceDefinition, referenceLifecycles } from '../../test/support/reference.ts';
import type { StatedEvent } from '../../tracker/event.ts';
import { plainVault } from '../../tracker/personal-data.ts';
import { createLedger } from '../../tracker/record.ts';
import { aLedger, aRule, type Declared, look, stillOpen } from '../conditions-under-test.ts';
import type { Found, OpenFinding } from '../finding.ts';
import { alertSettings } from '../settings-under-test.ts';
import { backtest } from './backtest.ts';

/** What a rule would have found is what it did find, look after look, while the same events came. */

const { pool } = await testDatabase();
const kept = aLedger(pool);
beforeEach(kept.empty);

const EVERY = HOUR;
const UNTIL = T0 + 3 * DAY;

const RULES: Readonly<Record<string, Declared>> = {
  missing: {
    condition: { kind: 'missing', status: 'SUBMITTED', successor: 'PRICE_CALCULATED', over: 'target' },
    raise: { over: 'breach', severity: 'critical' },
  },
  dwell: { condition: { kind: 'dwell', status: ['MANUFACTURING_APPROVED', 'PRICE_CALCULATED'], over: 'PT5H' } },
  business: { condition: { kind: 'dwell', status: 'MANUFACTURING_APPROVED', over: 'PT3H', time: 'business' } },
  ofAPartner: { condition: { kind: 'dwell', status: '*', over: 'target' }, where: { partner: ['acme'] } },
  overdue: { condition: { kind: 'overdue', before: 'PT12H' }, raise: { over: 'promise', severity: 'critical' } },
  provisional: { condition: { kind: 'provisional', for: 'PT1H', without: ['crm'] } },
  stalled: { condition: { kind: 'stalled', status: 'SUBMITTED', type: 'order.calculation_progress', for: 'PT1H' } },
  divergence: { condition: { kind: 'divergence', for: 'PT1H', between: ['crm', 'mes'] } },
  sequenceGap: { condition: { kind: 'sequenceGap', for: 'PT1H' } },
};

const WAY = ['SUBMITTED', 'PRICE_CALCULATED', 'MANUFACTURING_APPROVED', 'MANUFACTURING_STARTED'] as const;
const OWNERS = {
  SUBMITTED: 'shop',
  PRICE_CALCULATED: 'mes',
  MANUFACTURING_APPROVED: 'crm',
  MANUFACTURING_STARTED: 'mes',
};

/** The same numbers for the same seed, between 0 and 1. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** What came when: orders on their way, some messages late, lost or overtaken, some known by the id of the MES at first. */
function story(seed: number): { at: number; event: StatedEvent }[] {
  const random = chance(seed);
  const told: { at: number; event: StatedEvent }[] = [];
  for (let nth = 0; nth < 40; nth += 1) {
    let at = T0 + Math.floor(random() * DAY);
    const sequences: Record<string, number> = {};
    const tell = (named: Parameters<typeof anEvent>[0] & { source: string }) => {
      const sequence = (sequences[named.source] ?? 0) + 1;
      sequences[named.source] = sequence;
      if (random() < 0.08) return;
      const late = random() < 0.15 ? Math.floor(random() * 8 * 60) * MINUTE : 0;
      const isNamed = named.source !== 'mes' || nth % 5 > 0;
      const ids = { ids: { mes: `M-${nth}` } };
      const orderId = isNamed ? `ORD-${nth}` : null;
      const partner = nth % 3 === 0 ? 'acme' : null;
      told.push({ at: at + late, event: anEvent({ orderId, ...ids, partner, sequence, occurredAt: at, ...named }) });
    };
    for (const status of WAY.slice(0, 1 + Math.floor(random() * 4))) {
      const promisedAt = status === 'SUBMITTED' ? at + Math.floor(random() * 3 * DAY) : null;
      tell({ status, source: OWNERS[status], promisedAt });
      // Some hear of it before its owner says so.
      if (random() < 0.2 && status !== 'SUBMITTED') tell({ status, source: OWNERS[status] === 'mes' ? 'crm' : 'mes' });
      for (let step = 0; status === 'SUBMITTED' && step < random() * 4; step += 1) {
        at += Math.floor(random() * 30) * MINUTE;
        tell({ status: null, type: 'order.calculation_progress', source: 'mes' });
      }
      at += Math.floor(random() ** 2 * 20 * 60) * MINUTE + 1_000;
    }
    if (random() < 0.1) tell({ status: 'CANCELLED', source: 'crm' });
    if (random() < 0.1) tell({ status: 'SHIPPED', source: 'mes' });
    if (random() < 0.15) tell({ status: null, type: 'order.frozen', source: 'orderwatch', data: { by: 'person' } });
  }
  return told.sort((a, b) => a.at - b.at);
}

type Spell = { subject: string; status: string | null; raisedAt: number; severity: string; owner: string | null };

test.each([
  [1, 0],
  [2, 0],
  [3, 130 * MINUTE],
])(
  'as it was: story %i, in which the MES usually comes %i ms late',
  async (seed, lateMs) => {
    const { clock } = kept;
    await pool.query('truncate tracker.lateness');
    await pool.query('insert into tracker.lateness values ($1, $2, 500, $2, now())', ['mes', lateMs]);
    const ledger = createLedger({ pool, lifecycles: () => referenceLifecycles, clock, vault: plainVault });
    const rules = Object.entries(RULES).map(
      ([name, declared]) => [name, aRule({ ...declared, schedule: '0 * * * *' })] as const,
    );
    const open = new Map<string, Map<string, OpenFinding>>(rules.map(([name]) => [name, new Map()]));
    const seen: Record<string, Spell[]> = Object.fromEntries(rules.map(([name]) => [name, []]));
    const told = story(seed);
    for (let tick = T0; tick <= UNTIL; tick += EVERY) {
      const came = told.splice(0, told.filter(({ at }) => at <= tick).length);
      for (const { at, event } of came) {
        clock.set(at);
        await ledger.record(arrivals([event]));
      }
      await Promise.all(
        rules.map(async ([name, rule]) => {
          const before = open.get(name)!;
          const result = await look(pool, rule, tick, { since: tick - EVERY, open: [...before.values()] });
          if (result.kind === 'blind') throw new Error(result.why);
          const now = new Map(result.found.map((found): [string, Found] => [found.subject, found]));
          for (const [subject, { stay, status }] of before) {
            const found = now.get(subject);
            if (!found || (found.stay !== stay && (stay === '' || found.status !== status))) before.delete(subject);
          }
          for (const [subject, found] of now) {
            if (before.has(subject)) continue;
            before.set(subject, stillOpen(found));
            const { status, severity, owner } = found;
            seen[name]!.push({ subject, status, raisedAt: tick, severity, owner });
          }
        }),
      );
    }
    const settings = alertSettings({ calendars: { workshop: referenceDefinition.calendar! } });
    const outcomes = await backtest(
      pool,
      rules.map(([, rule]) => ({ rule, settings, lifecycles: referenceLifecycles })),
      { since: T0, until: UNTIL },
    );
    const byTime = (a: Spell, b: Spell) => a.raisedAt - b.raisedAt || (a.subject < b.subject ? -1 : 1);
    for (const [nth, [name]] of rules.entries()) {
      const outcome = outcomes[nth]!;
      if ('refusedBecause' in outcome) throw new Error(name);
      const replayed = outcome.judged.map(
        ({ finding: { subject, status, raisedAt, severities, owner } }): Spell => ({
          ...{ subject, status, raisedAt, owner },
          severity: severities[0]!.severity,
        }),
      );
      expect(replayed.sort(byTime), name).toEqual(seen[name]!.sort(byTime));
      expect(replayed.length, name).toBeGreaterThan(0);
    }
  },
  300_000,
);
