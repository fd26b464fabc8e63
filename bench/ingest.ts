import { connect } from 'amqplib';
import { declareTopology, defaultTopology } from '../collector/topology.ts';
import { createLog } from '../platform/log.ts';
import { fill } from './ingest/fill.ts';
import type { Result, Task } from './ingest/peer.ts';
import type { Workload } from './ingest/workload.ts';
import { median, runPeer } from './peers.ts';
import type { Bench } from './run.ts';
import { startBenchServers } from './servers.ts';

const RAW_QUEUE = 'bench.raw';
const NAIVE_QUEUE = 'bench.naive';
// As in the script "start" of package.json: with a heap that may grow to a quarter of the memory V8 collects late, and a
// tracker that needs 60 MB takes 300.
const AS_STARTED = ['--max-old-space-size=1536', '--max-semi-space-size=16'];
const LEDGER_QUEUE = defaultTopology.queue;

/**
 * How fast the tracker is beside what could be at most, and beside what is done without thinking, all in one run:
 * interleaved, the median of the rounds. `rounds=5 events=200000` are the defaults. The naive consumer gets a tenth of
 * the events, or it would take half an hour; its rate does not depend on how many there are.
 */
export const bench: Bench = async options => {
  const rounds = Number(options.rounds ?? 5);
  const count = Number(options.events ?? 200_000);
  const only = options.only?.split('+');
  const wanted = (peer: string) => only === undefined || only.includes(peer);
  const servers = await startBenchServers();
  try {
    await declareQueues(servers.amqpUrl);
    const rates: Record<string, number[]> = {};
    let peakRssMb = 0;
    const measure = async (
      name: string,
      peer: string,
      queue: string,
      workload: Workload,
      events: number,
      notifies = false,
    ) => {
      if (!wanted(name)) return;
      if (peer !== 'raw-insert') await fill(servers.amqpUrl, [queue], workload, events);
      const database = await servers.freshDatabase();
      const task: Task = {
        amqpUrl: servers.amqpUrl,
        databaseUrl: database.databaseUrl,
        queue,
        count: events,
        workload,
        notifies,
        counts: false,
        tracesUrl: null,
      };
      const result = await runPeer<Result>(new URL(`./ingest/${peer}.ts`, import.meta.url), task, AS_STARTED);
      await database.drop();
      rates[name] = [...(rates[name] ?? []), result.eventsPerSecond];
      if (peer === 'tracker') peakRssMb = Math.max(peakRssMb, result.peakRssMb);
      const rss = `${result.peakRssMb.toFixed(0)} MB`;
      process.stderr.write(`${name.padEnd(24)} ${result.eventsPerSecond.toFixed(0).padStart(8)} events/s  ${rss}\n`);
    };
    for (let round = 0; round < rounds; round++) {
      await measure('rawConsume', 'raw-consume', RAW_QUEUE, 'plain', count);
      await measure('rawInsert', 'raw-insert', '', 'plain', count);
      await measure('tracker', 'tracker', LEDGER_QUEUE, 'plain', count);
      await measure('trackerNotifying', 'tracker', LEDGER_QUEUE, 'plain', count, true);
      await measure('naive', 'naive', NAIVE_QUEUE, 'plain', Math.ceil(count / 10));
      await measure('trackerHalfDuplicates', 'tracker', LEDGER_QUEUE, 'half-duplicates', count);
      await measure('trackerHotOrder', 'tracker', LEDGER_QUEUE, 'hot-order', count);
    }
    const figures = Object.fromEntries(Object.entries(rates).map(([name, values]) => [name, median(values)]));
    const { rawConsume = 0, rawInsert = 0, tracker = 0, trackerNotifying = 0, naive = 0 } = figures;
    const limit = 1 / (1 / rawConsume + 1 / rawInsert);
    return {
      ...figures,
      limitRatio: tracker / limit,
      naiveRatio: tracker / naive,
      notifierRatio: trackerNotifying / tracker,
      peakRssMb,
    };
  } finally {
    await servers.stop();
  }
};

async function declareQueues(amqpUrl: string): Promise<void> {
  const connection = await connect(amqpUrl);
  await declareTopology(connection, defaultTopology, createLog('error'));
  const channel = await connection.createChannel();
  for (const queue of [RAW_QUEUE, NAIVE_QUEUE]) {
    await channel.assertQueue(queue, { durable: true, arguments: { 'x-queue-type': 'quorum' } });
  }
  // What a broken run has left.
  for (const queue of [RAW_QUEUE, NAIVE_QUEUE, LEDGER_QUEUE]) await channel.purgeQueue(queue);
  await connection.close();
}
