import { createLog } from '../platform/log.ts';
import { createPool } from '../platform/postgres.ts';
import { median } from './peers.ts';
import type { Bench } from './run.ts';
import { fillOrders } from './scan/orders.ts';
import { ruleUnderBench, runnerOf } from './scan/rule.ts';
import { startBenchDatabase } from './servers.ts';

const MINUTE = 60_000;
const NOW = Date.parse('2026-11-20T09:00:00Z');
const OVERDUE = 500;

/**
 * What a run of a deadline rule costs where there are a million open orders beside ten thousand, the same 500 of them
 * overdue: taking turns, the median of the rounds. `rounds=41 many=1000000 few=10000` are the defaults.
 */
export const bench: Bench = async options => {
  const rounds = Number(options.rounds ?? 41);
  const sizes = { few: Number(options.few ?? 10_000), many: Number(options.many ?? 1_000_000) };
  const servers = await startBenchDatabase();
  try {
    const peers = await Promise.all(
      Object.entries(sizes).map(async ([name, size]) => {
        const database = await servers.freshDatabase();
        const pool = createPool(database.databaseUrl, createLog('error'), { queryLimitMs: null });
        await fillOrders(pool, { size, overdue: OVERDUE, now: NOW });
        process.stderr.write(`${name}: ${size} open orders\n`);
        return { name, pool, database, run: runnerOf(pool, ruleUnderBench()), first: 0, times: [] as number[] };
      }),
    );
    for (let round = 0; round <= rounds; round++) {
      for (const peer of peers) {
        const begun = performance.now();
        const counts = await peer.run(NOW + round * MINUTE);
        const took = performance.now() - begun;
        if (counts.found !== OVERDUE) throw new Error(`the rule found ${counts.found} of ${OVERDUE} orders`);
        if (round === 0) peer.first = took;
        else peer.times.push(took);
      }
    }
    for (const { pool, database } of peers) {
      await pool.end();
      await database.drop();
    }
    const [few, many] = peers;
    const [fewMs, manyMs] = [median(few!.times), median(many!.times)];
    return { fewMs, manyMs, scanRatio: manyMs / fewMs, fewFirstMs: few!.first, manyFirstMs: many!.first };
  } finally {
    await servers.stop();
  }
};
