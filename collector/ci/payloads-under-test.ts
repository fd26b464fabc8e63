/** What GitHub and GitLab post of a run that went well, with what a test says of it; far from all of their keys. */

export function githubRun(run: object = {}, more: object = {}) {
  return {
    action: 'completed',
    workflow_run: {
      id: 77,
      name: 'CI',
      event: 'push',
      head_branch: 'main',
      head_sha: '7fd1a60b01f91b314f59955a4e4d4e80d8edf11d',
      status: 'completed',
      conclusion: 'success',
      html_url: 'https://github.com/lunaria/mes/actions/runs/77',
      run_started_at: '2026-11-20T08:44:28Z',
      updated_at: '2026-11-20T08:47:28Z',
      ...run,
    },
    repository: { name: 'mes', full_name: 'lunaria/mes', default_branch: 'main' },
    sender: { login: 'olga' },
    ...more,
  };
}

export function gitlabPipeline(ran: object = {}, builds: readonly object[] = [{ status: 'success' }]) {
  return {
    object_kind: 'pipeline',
    object_attributes: {
      id: 31,
      ref: 'main',
      tag: false,
      sha: 'bcbb5ec396a2c0f828686f14fac9b80b780504f2',
      status: 'success',
      source: 'push',
      created_at: '2026-11-20 08:25:20 UTC',
      finished_at: '2026-11-20 08:26:29 UTC',
      duration: 63,
      url: 'https://gitlab.example/lunaria/crm-api/-/pipelines/31',
      ...ran,
    },
    user: { name: 'Olga', email: 'olga@lunaria.example' },
    project: { name: 'CRM API', path_with_namespace: 'lunaria/crm-api', default_branch: 'main' },
    builds,
  };
}
