import { beforeEach } from 'vitest';
import { requireConfiguration } from '../../app/configuration/read-file.ts';
import { openDiagnosis, openFacts } from '../../app/diagnosing.ts';
import { decoder } from '../../collector/envelope/decode.ts';
import { fromHttp } from '../../collector/message.ts';
import { insertQuarantined } from '../../collector/quarantine-rows.ts';
import { saveReachable } from '../../collector/watch/watched-broker.ts';
import { saveQueues, type WatchedQueue } from '../../collector/watch/watched-queues.ts';
import type { Instant } from '../../platform/clock.ts';
import { transaction } from '../../platform/postgres.ts';
import { testDatabase } from '../../test/support/database.ts';
import { anEvent, DAY, HOUR, MINUTE, T0 } from '../../test/support/factory.ts';
import { findOrder } from '../../tracker/orders.ts';
import { plainVault } from '../../tracker/personal-data.ts';
import { aLedger } from '../conditions-under-test.ts';
import { aQueue } from '../evidence/facts-under-test.ts';
import { createRhythm } from '../rhythm.ts';
import { ruleJobs } from '../rule-job.ts';

/** When it is asked why: orders of T0 have waited for two hours, on a Friday in working hours. */
export const NOW: Instant = T0 + 2 * HOUR;
/** The last weeks were like any other, up to here. */
const BEFORE = T0 - 5 * HOUR;
const WEEKS = 5;

export const submitted = (orderId: string, minute: number, named: object = {}) =>
  anEvent({ orderId, ids: { mes: `M-${orderId}` }, occurredAt: T0 + minute * MINUTE, ...named });
const fromMes = (orderId: string, minute: number, named: object) =>
  anEvent({ orderId, ids: { mes: `M-${orderId}` }, source: 'mes', occurredAt: T0 + minute * MINUTE, ...named });
export const priced = (orderId: string, minute: number) => fromMes(orderId, minute, { status: 'PRICE_CALCULATED' });
export const progress = (orderId: string, minute: number) =>
  fromMes(orderId, minute, { status: null, type: 'order.calculation_progress' });

/** An order a quarter of an hour between two minutes after T0, each with its price ten minutes later. */
export function served(from: number, to: number, name = 'SERVED') {
  const minutes = Array.from({ length: Math.floor((to - from) / 15) }, (_, nth) => from + nth * 15);
  return minutes.flatMap(minute => {
    const orderId = `${name}-${minute}`;
    return [submitted(orderId, minute), progress(orderId, minute + 4), priced(orderId, minute + 10)];
  });
}

/** A jewellery maker on the real ledger, with the rules, watchers' tables and evidence of the product. */
export async function aJewelleryMaker() {
  const { pool } = await testDatabase();
  const configuration = await requireConfiguration(null);
  const { lifecycles, alerts } = configuration;
  const ledger = aLedger(pool);
  const facts = openFacts({ pool, configuration: () => configuration });
  const diagnose = openDiagnosis({ pool, facts, jaegerUrl: null, managementUrl: () => 'http://mq:15672' });

  beforeEach(async () => {
    await ledger.empty();
    ledger.clock.set(BEFORE);
    await pool.query(`truncate collector.watched_queue, collector.watched_broker, collector.quarantine,
      collector.dead_letter, collector.dead_letter_queue, collector.deploy,
      collector.test_run`);
    for (const source of ['shop', 'mes']) await usually(source, 12);
  });

  /** So many events an hour for weeks, of a source or a partner. */
  async function usually(name: string, events: number, kind: 'source' | 'partner' = 'source'): Promise<void> {
    await pool.query(
      `insert into alerts.rhythm (kind, name, hour, events, orders, last_at)
       select $1, $2, hour, $5, $5, hour from generate_series($3::timestamptz, $4::timestamptz, interval '1 hour') as hour`,
      [kind, name, new Date(T0 - WEEKS * 7 * DAY), new Date(BEFORE), events],
    );
  }

  return {
    pool,
    usually,
    /** In the order in which they happened. */
    record: (...events: ReturnType<typeof anEvent>[]) =>
      ledger.record(...events.toSorted((a, b) => a.occurredAt! - b.occurredAt!)),
    /** What the watcher of RabbitMQ sees now; the inbox of the MES is read unless the case says otherwise. */
    watch: (...queues: Partial<WatchedQueue>[]) =>
      transaction(pool, async tx => {
        const seen = { sampledAt: NOW, hadConsumersAt: NOW, wasEmptyAt: NOW };
        const all = [{ name: 'mes.inbox' }, { name: 'orderwatch.events', isOurs: true }, ...queues];
        const byName = new Map(all.map(named => [named.name, aQueue({ ...seen, ...named })]));
        await saveReachable(tx, [], NOW);
        await saveQueues(tx, [...byName.values()]);
      }),
    /** A message that nobody understands comes in. */
    quarantine: async (body: object, at: Instant): Promise<string> => {
      const message = fromHttp(Buffer.from(JSON.stringify(body)), at);
      const rejection = await decoder(() => lifecycles)(message, { historic: false });
      if (rejection.ok) throw new Error('It is understood.');
      return (await transaction(pool, tx => insertQuarantined(tx, [{ message, rejection }], plainVault)))[0]!;
    },
    /** The rules look, and somebody asks why. */
    why: async (name: string) => {
      await createRhythm({ pool, lifecycles: () => lifecycles }).runOnce(NOW);
      for (const job of ruleJobs(() => alerts, { pool, lifecycles: () => lifecycles })) {
        await job.work({ now: NOW, since: null } as Parameters<typeof job.work>[0]);
      }
      const found = await findOrder(pool, lifecycles, name, NOW, plainVault);
      if (found.kind !== 'found') throw new Error(`${name} is ${found.kind}`);
      const { verdict, cause, suspect, evidence } = await diagnose(found.order, NOW);
      return {
        verdict: verdict.en,
        cause: cause?.key ?? null,
        suspect: suspect?.en ?? null,
        /** What claims to explain it: kind, sentence, where to look. */
        claims: evidence.flatMap(({ kind, text, link, cause }) => (cause ? [[kind, text.en, link]] : [])),
        /** What else is told. */
        context: evidence.flatMap(({ kind, cause }) => (cause ? [] : kind)),
        evidence,
      };
    },
  };
}
