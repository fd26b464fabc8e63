import { describe, expect, it, test } from 'vitest';
import { T0 } from '../../test/support/factory.ts';
import { readGithubRun } from './github-run.ts';
import { readGitlabPipeline } from './gitlab-pipeline.ts';
import { githubRun, gitlabPipeline } from './payloads-under-test.ts';

describe('a run of GitHub Actions', () => {
  it('becomes a run of the tests that its workflow is called by', () => {
    expect(readGithubRun(githubRun({ conclusion: 'failure' }), {})).toEqual({
      kind: 'marker',
      marker: {
        kind: 'tests',
        service: 'mes',
        version: '7fd1a60b',
        environment: null,
        result: 'failed',
        at: Date.parse('2026-11-20T08:47:28Z'),
        by: 'GitHub Actions',
        url: 'https://github.com/lunaria/mes/actions/runs/77',
        tests: { suite: 'CI', passed: null, failed: null, skipped: null, durationMs: 180_000 },
      },
    });
  });

  it('becomes a deploy by its name, or as whoever set the webhook up says', () => {
    const deploy = githubRun({ name: 'Deploy to production', head_branch: 'v2.14.0' });
    expect(readGithubRun(deploy, {})).toMatchObject({
      marker: { kind: 'deploy', version: 'v2.14.0', result: 'succeeded', environment: null, tests: null },
    });
    const settings = { service: 'mes.api', environment: 'production', kind: 'deploy' } as const;
    expect(readGithubRun(githubRun({ head_branch: 'live' }), settings)).toMatchObject({ marker: settings });
  });

  it.each([
    ['that has not ended', githubRun({}, { action: 'requested' })],
    ['that somebody broke off', githubRun({ conclusion: 'cancelled' })],
    ['of a branch', githubRun({ head_branch: 'try-this', conclusion: 'failure' })],
    ['of a fork, whatever its branch is called', githubRun({ event: 'pull_request', conclusion: 'failure' })],
  ])('is passed over %s', (_, payload) => {
    expect(readGithubRun(payload, {})).toMatchObject({ kind: 'passedOver' });
  });
});

describe('a pipeline of GitLab', () => {
  it('becomes a run of tests, or a deploy where it has brought something into an environment', () => {
    expect(readGitlabPipeline(gitlabPipeline({ status: 'failed' }), {}, T0)).toEqual({
      kind: 'marker',
      marker: {
        kind: 'tests',
        service: 'crm-api',
        version: 'bcbb5ec3',
        environment: null,
        result: 'failed',
        at: Date.parse('2026-11-20T08:26:29Z'),
        by: 'GitLab CI',
        url: 'https://gitlab.example/lunaria/crm-api/-/pipelines/31',
        tests: { suite: null, passed: null, failed: null, skipped: null, durationMs: 63_000 },
      },
    });
    const to = (name: string, status: string, deployment_tier: string) => {
      return { status, environment: { name, action: 'start', deployment_tier } };
    };
    const both = [to('live', 'success', 'production'), to('trial', 'success', 'staging')];
    expect(readGitlabPipeline(gitlabPipeline({ ref: '2.14.0', tag: true }, both), {}, T0)).toMatchObject({
      marker: { kind: 'deploy', version: '2.14.0', environment: 'live', tests: null },
    });
    const notReached = [to('live', 'skipped', 'production')];
    expect(readGitlabPipeline(gitlabPipeline({ status: 'failed' }, notReached), {}, T0)).toMatchObject({
      marker: { kind: 'tests', result: 'failed' },
    });
  });

  it('of which nobody says when it ended has ended now', () => {
    expect(readGitlabPipeline(gitlabPipeline({ finished_at: null }), {}, T0)).toMatchObject({ marker: { at: T0 } });
  });

  it.each([
    ['while it runs', gitlabPipeline({ status: 'running' })],
    ['of a branch', gitlabPipeline({ ref: 'try-this' })],
    ['of a merge request', gitlabPipeline({ source: 'merge_request_event' })],
  ])('is passed over %s', (_, payload) => {
    expect(readGitlabPipeline(payload, {}, T0)).toMatchObject({ kind: 'passedOver' });
  });
});

test('anything else is not known', () => {
  for (const payload of [undefined, null, [], {}, { action: 'completed' }, { object_kind: 'push' }]) {
    expect(readGithubRun(payload, {})).toEqual({ kind: 'unknown' });
    expect(readGitlabPipeline(payload, {}, T0)).toEqual({ kind: 'unknown' });
  }
});
