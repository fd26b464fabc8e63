import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type DebianServer, startDebianServer } from './debian-server.ts';

type Labelled = { targets: string[]; labels?: Record<string, string> };
type Job = {
  job_name: string;
  params?: Record<string, string[]>;
  static_configs: Labelled[];
  relabel_configs?: { replacement?: string }[];
  file_sd_configs?: unknown;
};
type Configuration = {
  global: object;
  rule_files: string[];
  alerting: { alertmanagers: { static_configs: Labelled[] }[] };
  scrape_configs: Job[];
};

export type Target = Labelled & { params?: Record<string, string[]> };
export type Series = {
  metric: Record<string, string>;
  value?: [number, string];
  values?: [number, string][];
};

export type RealPrometheus = DebianServer & {
  /** The series that it answers with; throws with its words where it does not understand. */
  ask(query: string, kind?: 'instant' | 'range'): Promise<Series[]>;
  /** GET /api/v1/<path>: what is under `data`. */
  get<T>(path: string): Promise<T>;
};

const STACK = new URL('../../dashboards/prometheus/', import.meta.url);

/**
 * The real one with the configuration of the stack, at other addresses and in a hurry: jobs that have no target here are
 * left out, it looks every two seconds, and no alert waits.
 */
export async function startRealPrometheus(
  jobs: Readonly<Record<string, readonly Target[]>>,
  { alertmanager, blackbox, env }: { alertmanager: string; blackbox: string; env: Record<string, string> },
): Promise<RealPrometheus> {
  const rules = mkdtempSync(join(tmpdir(), 'orderwatch-rules-'));
  for (const name of readdirSync(new URL('rules', STACK))) {
    const text = readFileSync(new URL(`rules/${name}`, STACK), 'utf8');
    writeFileSync(join(rules, name), text.replace(/^( +for:) .*$/gm, '$1 0s'));
  }
  const stack = parse(readFileSync(new URL('prometheus.yml', STACK), 'utf8'), { merge: true }) as Configuration;
  const unknown = Object.keys(jobs).filter(name => !stack.scrape_configs.some(({ job_name }) => job_name === name));
  if (unknown.length > 0) throw new Error(`The stack has no job ${unknown}.`);
  const configuration: Configuration = {
    ...stack,
    global: { ...stack.global, scrape_interval: '2s', scrape_timeout: '2s', evaluation_interval: '1s' },
    rule_files: [`${rules}/*.yml`],
    alerting: { ...stack.alerting, alertmanagers: [{ static_configs: [{ targets: [alertmanager] }] }] },
    scrape_configs: stack.scrape_configs.flatMap(({ file_sd_configs: _, ...job }) => {
      const targets = jobs[job.job_name];
      if (!targets) return [];
      const relabel = job.relabel_configs?.map(step => ({
        ...step,
        ...(step.replacement && { replacement: blackbox }),
      }));
      const params = targets.find(({ params }) => params)?.params;
      return {
        ...job,
        ...(relabel && { relabel_configs: relabel }),
        ...(params && { params: { ...job.params, ...params } }),
        static_configs: targets.map(({ params: _, ...target }) => target),
      };
    }),
  };
  const server = await startDebianServer('prometheus', {
    files: { 'prometheus.yml': JSON.stringify(configuration) },
    env,
    ready: '/-/ready',
    args: ({ address, folder }) => [
      `--config.file=${folder}/prometheus.yml`,
      `--storage.tsdb.path=${folder}/data`,
      `--web.listen-address=${address}`,
      // From 3.0 on the second is always so.
      '--enable-feature=exemplar-storage,expand-external-labels',
      '--log.level=warn',
    ],
  });
  const get = async <T>(path: string): Promise<T> => {
    const answer = await fetch(`${server.url}/api/v1/${path}`);
    const { data, error } = (await answer.json()) as { data: T; error?: string };
    if (error !== undefined) throw new Error(error);
    return data;
  };
  return {
    ...server,
    get,
    ask: async (query, kind = 'instant') => {
      const now = Date.now() / 1_000;
      const when = kind === 'range' ? { start: String(now - 30), end: String(now), step: '5' } : { time: String(now) };
      const words = new URLSearchParams({ query, ...when });
      return (await get<{ result: Series[] }>(`query${kind === 'range' ? '_range' : ''}?${words}`)).result;
    },
    stop: async () => {
      await server.stop();
      rmSync(rules, { recursive: true, force: true });
    },
  };
}
