import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { Result, Task } from './notify/peer.ts';
import { median, runPeer } from './peers.ts';
import type { Bench } from './run.ts';
import { startBenchDatabase } from './servers.ts';

/**
 * How fast messages go from the outbox to a mail server beside nodemailer that has nothing else to do, in one run:
 * interleaved, the median of the rounds. `rounds=5 messages=10000` are the defaults.
 */
export const bench: Bench = async options => {
  const rounds = Number(options.rounds ?? 5);
  const count = Number(options.messages ?? 10_000);
  const servers = await startBenchDatabase();
  const sink = fork(new URL('./notify/sink.ts', import.meta.url));
  try {
    const [smtpUrl] = (await once(sink, 'message')) as [string];
    const rates: Record<string, number[]> = { bare: [], outbox: [] };
    let peakRssMb = 0;
    for (let round = 0; round < rounds; round++) {
      for (const peer of ['bare', 'outbox']) {
        const database = await servers.freshDatabase();
        const task: Task = { smtpUrl, databaseUrl: database.databaseUrl, count };
        const result = await runPeer<Result>(new URL(`./notify/${peer}.ts`, import.meta.url), task);
        await database.drop();
        rates[peer]!.push(result.messagesPerSecond);
        if (peer === 'outbox') peakRssMb = Math.max(peakRssMb, result.peakRssMb);
        const rate = result.messagesPerSecond.toFixed(0).padStart(8);
        process.stderr.write(`${peer.padEnd(8)} ${rate} messages/s  ${result.peakRssMb.toFixed(0)} MB\n`);
      }
    }
    const [bare, outbox] = [median(rates.bare!), median(rates.outbox!)];
    return { bare, outbox, notifyRatio: outbox / bare, peakRssMb };
  } finally {
    sink.disconnect();
    await servers.stop();
  }
};
