import { fork } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'amqplib';
import { declareTopology, defaultTopology } from '../collector/topology.ts';
import { createLog } from '../platform/log.ts';
import { fill } from './ingest/fill.ts';
import type { Result, Task } from './ingest/peer.ts';
import { median, runPeer } from './peers.ts';
import type { Bench } from './run.ts';
import { startBenchServers } from './servers.ts';
import type { Came } from './telemetry/collector.ts';

// As in the script "start" of package.json.
const AS_STARTED = ['--max-old-space-size=1536', '--max-semi-space-size=16'];
const { queue } = defaultTopology;

/**
 * What it costs intake that its traces are sent: the same tracker with telemetry and without, taking turns, and in each
 * round the other one first. `rounds=5 events=100000` are the defaults.
 */
export const bench: Bench = async options => {
  const rounds = Number(options.rounds ?? 5);
  const count = Number(options.events ?? 100_000);
  const servers = await startBenchServers();
  const collector = await startCollector();
  try {
    await declareQueue(servers.amqpUrl);
    const rates = { off: [] as number[], on: [] as number[] };
    const measure = async (which: 'off' | 'on') => {
      await fill(servers.amqpUrl, [queue], 'plain', count, { traced: true });
      const { databaseUrl, drop } = await servers.freshDatabase();
      const task: Task = {
        amqpUrl: servers.amqpUrl,
        databaseUrl,
        queue,
        count,
        workload: 'plain',
        notifies: false,
        counts: true,
        tracesUrl: which === 'on' ? collector.url : null,
      };
      const result = await runPeer<Result>(new URL('./ingest/tracker.ts', import.meta.url), task, AS_STARTED);
      await drop();
      rates[which].push(result.eventsPerSecond);
      const rss = `${result.peakRssMb.toFixed(0)} MB`;
      process.stderr.write(`${which.padEnd(4)} ${result.eventsPerSecond.toFixed(0).padStart(8)} events/s  ${rss}\n`);
    };
    for (let round = 0; round < rounds; round++) {
      for (const which of round % 2 === 0 ? (['off', 'on'] as const) : (['on', 'off'] as const)) await measure(which);
    }
    const { bytes, orders } = await collector.stop();
    if (bytes === 0) throw new Error('No traces were sent: both trackers were the same');
    if (!orders) throw new Error('No traces of orders were sent, which are told every five seconds: take more events');
    const [off, on] = [median(rates.off), median(rates.on)];
    return { off, on, telemetryRatio: on / off, bytesPerEvent: bytes / (rounds * count) };
  } finally {
    await collector.stop();
    await servers.stop();
  }
};

/** In a process of its own, as a collector is: it reads everything and forgets it. `stop` says what came. */
async function startCollector(): Promise<{ url: string; stop(): Promise<Came> }> {
  const child = fork(new URL('./telemetry/collector.ts', import.meta.url));
  const [url] = (await once(child, 'message')) as [string];
  let stopping: Promise<Came> | undefined;
  const stop = async () => {
    child.send('stop');
    const [came] = (await once(child, 'message')) as [Came];
    child.disconnect();
    return came;
  };
  return {
    url,
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
  };
}

async function declareQueue(amqpUrl: string): Promise<void> {
  const connection = await connect(amqpUrl);
  await declareTopology(connection, defaultTopology, createLog('error'));
  const channel = await connection.createChannel();
  // What a broken run has left.
  await channel.purgeQueue(queue);
  await connection.close();
}
