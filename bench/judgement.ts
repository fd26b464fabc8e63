import pg from 'pg';
import { PLANTED_KINDS, type PlantedKind } from './judgement/plan.ts';
import type { Task } from './judgement/scale.ts';
import { runPeer } from './peers.ts';
import type { Bench } from './run.ts';
import { startBenchDatabase } from './servers.ts';

export const bench: Bench = async options => {
  const scales = (options.orders ?? '300,1000').split(',').map(Number);
  const kinds = options.causes === undefined ? PLANTED_KINDS : (options.causes.split(',') as PlantedKind[]);
  const [seed, days] = [Number(options.seed ?? 1), Number(options.days ?? 90)];
  const servers = await startBenchDatabase();
  try {
    const file = new URL('./judgement/scale.ts', import.meta.url);
    const runs = scales.map(async ordersPerMonth => {
      const { databaseUrl, drop } = await servers.freshDatabase();
      await forgetful(databaseUrl);
      const task: Task = { databaseUrl, seed, ordersPerMonth, days, kinds };
      return runPeer<Record<string, number>>(file, task).finally(drop);
    });
    return (await Promise.all(runs))[0]!;
  } finally {
    await servers.stop();
  }
};

/** How long a disk takes is no question here. */
async function forgetful(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(`alter database ${new URL(databaseUrl).pathname.slice(1)} set synchronous_commit = off`);
  await client.end();
}
