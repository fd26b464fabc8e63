import { Router, raw } from 'express';
import { readGithubRun } from '../collector/ci/github-run.ts';
import { readGitlabPipeline } from '../collector/ci/gitlab-pipeline.ts';
import type { CiVerdict } from '../collector/ci/marker.ts';
import { isFromGithub, isFromGitlab } from '../collector/ci/signatures.ts';
import { noteDeploy } from '../collector/deploys.ts';
import type { Clock } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import { otherMethods } from './error-handler.ts';
import { readQuery } from './parameters.ts';
import { presentDeploy } from './present-deploy.ts';
import { badRequest, forbidden, noSuchRoute, Refused } from './problem.ts';
import { query } from './requests.ts';

export type CiDeps = {
  pool: Db;
  clock: Clock;
  /** What GitHub signs with and GitLab sends along; null: nobody gave one, and there is no such webhook. */
  ciSecret: string | null;
};

/**
 * What GitHub Actions and GitLab CI post when a run has ended becomes a deploy or a test run. The answer says what became
 * of it, for whoever looks at deliveries there.
 */
export function ciRoutes({ pool, clock, ciSecret }: CiDeps): Router {
  const ci = Router();
  ci.route('/')
    .post(raw({ type: () => true, limit: '10mb' }), async (req, res) => {
      if (ciSecret === null) throw new Refused(noSuchRoute(req.originalUrl));
      const body = Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0);
      const [signature, token] = [req.get('x-hub-signature-256'), req.get('x-gitlab-token')];
      const isGithub = signature !== undefined && isFromGithub(ciSecret, { body, signature });
      const isGitlab = token !== undefined && isFromGitlab(ciSecret, token);
      if (!isGithub && !isGitlab) throw new Refused(forbidden('The signature is missing or wrong.'));
      const settings = readQuery(query.ci, req.query);
      const payload = parseJson(body);
      const now = clock.now();
      const verdict: CiVerdict =
        isGithub && req.get('x-github-event') === 'ping'
          ? { kind: 'passedOver', why: 'This is a ping.' }
          : isGithub
            ? readGithubRun(payload, settings)
            : readGitlabPipeline(payload, settings, now);
      if (verdict.kind === 'unknown') {
        throw new Refused(
          badRequest(400, 'The body must be a workflow_run of GitHub or a pipeline event of GitLab, in JSON.'),
        );
      }
      if (verdict.kind === 'passedOver') res.json({ noted: null, because: verdict.why });
      else res.status(201).json({ noted: presentDeploy(await noteDeploy(pool, verdict.marker, now)), because: null });
    })
    .all(otherMethods('POST'));
  return ci;
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}
