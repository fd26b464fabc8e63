import { z } from 'zod';
import type { Instant } from '../../platform/clock.ts';
import { type CiSettings, type CiVerdict, clipped, isVersion, passedOver, versionOf } from './marker.ts';

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads#workflow_run */
const workflowRun = z.object({
  action: z.string(),
  workflow_run: z.object({
    name: z.string().nullable().catch(null),
    event: z.string(),
    head_branch: z.string().nullable(),
    head_sha: z.string().min(7),
    conclusion: z.string().nullable(),
    html_url: z.url({ protocol: /^https?$/ }),
    run_started_at: z.iso.datetime({ offset: true }).optional().catch(undefined),
    updated_at: z.iso.datetime({ offset: true }),
  }),
  repository: z.object({ name: z.string().min(1), default_branch: z.string() }),
});

const FAILED = new Set(['failure', 'timed_out', 'startup_failure']);
/** What deploys usually bears such a name. */
const DEPLOYS = /deploy|release|rollout/i;

/** A run that has ended; of tests only those of what may go live. */
export function readGithubRun(payload: unknown, settings: CiSettings): CiVerdict {
  const parsed = workflowRun.safeParse(payload);
  if (!parsed.success) return { kind: 'unknown' };
  const { action, workflow_run: run, repository } = parsed.data;
  if (action !== 'completed') return passedOver(`The run has not ended: ${clipped(action)}.`);
  const failed = FAILED.has(run.conclusion ?? '');
  if (!failed && run.conclusion !== 'success')
    return passedOver(`It says nothing: ${clipped(run.conclusion ?? 'no conclusion')}.`);
  const kind = settings.kind ?? (DEPLOYS.test(run.name ?? '') ? 'deploy' : 'tests');
  const branch = run.head_branch;
  if (kind === 'tests' && !(run.event !== 'pull_request' && isMeant(branch, repository.default_branch))) {
    return passedOver('Of tests only those of the default branch and of versions count.');
  }
  const at: Instant = Date.parse(run.updated_at);
  const began = run.run_started_at === undefined ? null : Date.parse(run.run_started_at);
  const counts = { passed: null, failed: null, skipped: null };
  const durationMs = began === null || began > at ? null : at - began;
  return {
    kind: 'marker',
    marker: {
      kind,
      service: settings.service ?? clipped(repository.name),
      version: versionOf(branch, run.head_sha),
      environment: settings.environment ?? null,
      result: failed ? 'failed' : 'succeeded',
      at,
      by: 'GitHub Actions',
      url: run.html_url,
      tests: kind === 'tests' ? { suite: run.name && clipped(run.name), ...counts, durationMs } : null,
    },
  };
}

function isMeant(branch: string | null, byDefault: string): boolean {
  return branch !== null && (branch === byDefault || isVersion(branch));
}
