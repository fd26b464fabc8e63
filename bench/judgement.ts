import pg from 'pg';
import { PLANTED_KINDS, type PlantedKind } from './judgement/plan.ts';
import type { Task } from './judgement/scale.ts';
import { runPeer } from './peers.ts';
import type { Bench } from './run.ts';
import { startBenchDatabase } from './servers.ts';

/**
 * How right people are told, compared with the truth of a simulated quarter, at each scale in a process of its own; the
 * figures without a scale are the worst of all scales. `seed=1 orders=300,1000 days=90` are the defaults, and
 * `causes=flood,nobody-takes` plants these only.
 */
export const bench: Bench = async options => {
  const scales = (options.orders ?? '300,1000').split(',').map(Number);
  const kinds = options.causes === undefined ? PLANTED_KINDS : options.causes.split(',').map(plantedKind);
  const [seed, days] = [Number(options.seed ?? 1), Number(options.days ?? 90)];
  const servers = await startBenchDatabase();
  try {
    const file = new URL('./judgement/scale.ts', import.meta.url);
    const runs = scales.map(async ordersPerMonth => {
      const { databaseUrl, drop } = await servers.freshDatabase();
      await forgetful(databaseUrl);
      const task: Task = { databaseUrl, seed, ordersPerMonth, days, kinds };
      return runPeer<Figures>(file, task).finally(drop);
    });
    const results = await Promise.all(runs);
    const byScale = results.flatMap((figures, at) =>
      Object.entries(figures).map(([name, value]) => [`${name}${scales[at]}`, value] as const),
    );
    return { ...worstOf(results), ...Object.fromEntries(byScale) };
  } finally {
    await servers.stop();
  }
};

type Figures = Record<string, number>;

const MORE_IS_WORSE: readonly string[] = ['pagesPerCause', 'detectMinutes'];
const MORE_IS_BETTER: readonly string[] = ['precision', 'recall', 'evidenceNamesCause', 'dateSkill'];
/** A range that always holds the truth is too wide, one that seldom does too narrow. */
const WANTED_COVERAGE = 0.825;

function worstOf(results: readonly Figures[]): Figures {
  const of = (name: string) => results.flatMap(figures => figures[name] ?? []);
  const pick = (names: readonly string[], worst: (values: number[]) => number) =>
    names.flatMap(name => (of(name).length === 0 ? [] : [[name, worst(of(name))] as const]));
  const off = (coverage: number) => Math.abs(coverage - WANTED_COVERAGE);
  return Object.fromEntries([
    ...pick(MORE_IS_BETTER, values => Math.min(...values)),
    ...pick(MORE_IS_WORSE, values => Math.max(...values)),
    ...pick(['coverage'], values => values.reduce((worst, one) => (off(one) > off(worst) ? one : worst))),
  ]);
}

function plantedKind(name: string): PlantedKind {
  const kind = PLANTED_KINDS.find(known => known === name);
  if (!kind) throw new Error(`nothing like "${name}" is planted; known are ${PLANTED_KINDS.join(', ')}`);
  return kind;
}

/** How long a disk takes is no question here. */
async function forgetful(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(`alter database ${new URL(databaseUrl).pathname.slice(1)} set synchronous_commit = off`);
  await client.end();
}
