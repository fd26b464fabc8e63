import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Result, Task } from './notify/peer.ts';
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
        const result = await runPeer(peer, { smtpUrl, databaseUrl: database.databaseUrl, count });
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

function runPeer(peer: string, task: Task): Promise<Result> {
  const child: ChildProcess = fork(new URL(`./notify/${peer}.ts`, import.meta.url), [JSON.stringify(task)]);
  return new Promise((resolve, reject) => {
    let result: Result | undefined;
    child.once('message', (told: Result) => {
      result = told;
    });
    child.once('exit', code => {
      if (result) resolve(result);
      else reject(new Error(`${peer} ended with ${code} before it had a result`));
    });
  });
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
