import { createLog } from '../platform/log.ts';
import { createPool } from '../platform/postgres.ts';
import type { Bench } from './run.ts';
import { fillLedger } from './search/fill.ts';
import { OF_MOST, questionsOf } from './search/questions.ts';
import { type Served, serve } from './search/serve.ts';
import { startBenchDatabase } from './servers.ts';

const WARM_UP = 3;

/**
 * What the first page of a list costs over HTTP where there are a million orders beside ten thousand, as many of which
 * pass each filter: taking turns. `rounds=40 many=1000000 few=10000` are the defaults.
 */
export const bench: Bench = async options => {
  const rounds = Number(options.rounds ?? 40);
  const sizes = [Number(options.few ?? 10_000), Number(options.many ?? 1_000_000)];
  const now = Date.now();
  const servers = await startBenchDatabase();
  const peers: (Peer & { drop: () => Promise<void>; times: Map<string, number[]> })[] = [];
  try {
    for (const size of sizes) {
      const { databaseUrl, drop } = await servers.freshDatabase();
      const pool = createPool(databaseUrl, createLog('error'), { max: 1, queryLimitMs: null });
      const begun = performance.now();
      await fillLedger(pool, { size, now }).finally(() => pool.end());
      process.stderr.write(`${size} orders in ${((performance.now() - begun) / 1_000).toFixed(0)} s\n`);
      const questions = Object.entries(questionsOf({ size, now })).map(([name, asked]): [string, string] => [
        name,
        `/api/v1/orders?${new URLSearchParams(asked)}`,
      ]);
      peers.push({ served: await serve(databaseUrl), drop, questions, times: new Map() });
    }
    const names = peers[0]!.questions
      .map(([name]) => name)
      .filter(name => !options.only || name.includes(options.only));
    for (const name of names) {
      for (let round = -WARM_UP; round < rounds; round++) {
        for (const { served, questions, times } of peers) {
          const { ms, status, body } = await served.ask(questions.find(([one]) => one === name)![1]);
          if (status !== 200) throw new Error(`${name}: ${status} ${body}`);
          if (round >= 0) times.set(name, [...(times.get(name) ?? []), ms]);
        }
      }
      const [few, many] = peers.map(({ times }) => p95(times.get(name)!));
      if (!OF_MOST.includes(name)) await compareMatches(name, peers);
      const columns = [few!, many!, many! / few!].map(figure => figure.toFixed(1).padStart(8));
      process.stderr.write(`${name.padEnd(26)}${columns.join('')}\n`);
    }
    const [few, many] = peers.map(({ times }) => new Map(names.map(name => [name, p95(times.get(name)!)])));
    return {
      searchRatio: Math.max(...names.map(name => many!.get(name)! / few!.get(name)!)),
      searchP95Ms: Math.max(...many!.values()),
      ...Object.fromEntries(
        names.flatMap(name => [
          [`${name}: few, p95 ms`, few!.get(name)!],
          [`${name}: many, p95 ms`, many!.get(name)!],
        ]),
      ),
    };
  } finally {
    for (const { served, drop } of peers) {
      await served.stop();
      await drop();
    }
    await servers.stop();
  }
};

type Peer = { served: Served; questions: [string, string][] };

/** As many pass here as there, give or take what chance does where two filters meet. Asked once the question was timed. */
async function compareMatches(name: string, peers: readonly Peer[]): Promise<void> {
  const counts: number[] = [];
  for (const { served, questions } of peers) {
    const path = questions.find(([one]) => one === name)![1].replace('&count=true', '');
    const { body } = await served.ask(`${path}&count=true`);
    counts.push((JSON.parse(body) as { total: { count: number } }).total.count);
  }
  if (Math.max(...counts) - Math.min(...counts) > Math.max(...counts) / 5) {
    throw new Error(`${name}: ${counts.join(' and ')} orders pass, which says nothing of the size`);
  }
}

function p95(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.ceil(times.length * 0.95) - 1]!;
}
