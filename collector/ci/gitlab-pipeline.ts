import { z } from 'zod';
import type { Instant } from '../../platform/clock.ts';
import { type CiSettings, type CiVerdict, clipped, passedOver, versionOf } from './marker.ts';

/** https://docs.gitlab.com/user/project/integrations/webhook_events/#pipeline-events */
const pipeline = z.object({
  object_kind: z.literal('pipeline'),
  object_attributes: z.object({
    name: z.string().nullish(),
    ref: z.string(),
    tag: z.boolean(),
    sha: z.string().min(7),
    status: z.string(),
    source: z.string().optional(),
    // Seconds.
    duration: z.number().nullish(),
    // 2016-08-12 15:26:29 UTC
    finished_at: z.string().nullish(),
    url: z
      .url({ protocol: /^https?$/ })
      .optional()
      .catch(undefined),
  }),
  project: z.object({
    path_with_namespace: z.string().min(1),
    default_branch: z.string().nullish(),
  }),
  builds: z
    .array(
      z.object({
        status: z.string(),
        environment: z
          .object({ name: z.string(), action: z.string().nullish(), deployment_tier: z.string().nullish() })
          .nullish(),
      }),
    )
    .catch([]),
});

type Pipeline = z.infer<typeof pipeline>;

/** A pipeline that has ended. One that has brought something into an environment is a deploy, any other one tests. */
export function readGitlabPipeline(payload: unknown, settings: CiSettings, now: Instant): CiVerdict {
  const parsed = pipeline.safeParse(payload);
  if (!parsed.success) return { kind: 'unknown' };
  const { object_attributes: ran, project, builds } = parsed.data;
  if (ran.status !== 'success' && ran.status !== 'failed')
    return passedOver(`It says nothing: ${clipped(ran.status)}.`);
  const target = deployedTo(builds);
  const kind = settings.kind ?? (target === null ? 'tests' : 'deploy');
  const isMeant = ran.source !== 'merge_request_event' && (ran.tag || ran.ref === project.default_branch);
  if (kind === 'tests' && !isMeant) return passedOver('Of tests only those of the default branch and of tags count.');
  const ended = Date.parse(ran.finished_at ?? '');
  const counts = { passed: null, failed: null, skipped: null };
  const durationMs = ran.duration == null ? null : Math.round(ran.duration * 1_000);
  return {
    kind: 'marker',
    marker: {
      kind,
      service: settings.service ?? clipped(project.path_with_namespace.split('/').at(-1)!),
      version: ran.tag ? clipped(ran.ref) : versionOf(null, ran.sha),
      environment: settings.environment ?? (kind === 'deploy' && target !== null ? clipped(target) : null),
      result: ran.status === 'failed' ? 'failed' : 'succeeded',
      at: Number.isNaN(ended) ? now : ended,
      by: 'GitLab CI',
      url: ran.url ?? null,
      tests: kind === 'tests' ? { suite: ran.name ? clipped(ran.name) : null, ...counts, durationMs } : null,
    },
  };
}

/** Production before anything else; what has not run has brought nothing anywhere. */
function deployedTo(builds: Pipeline['builds']): string | null {
  const targets = builds.flatMap(({ status, environment }) =>
    environment && (environment.action ?? 'start') === 'start' && ['success', 'failed'].includes(status)
      ? [environment]
      : [],
  );
  return (targets.find(one => one.deployment_tier === 'production') ?? targets.at(-1))?.name ?? null;
}
