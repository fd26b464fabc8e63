import type { Problem } from './api.gen.ts';

export type { Problem };

/** What the API refused or could not do, in its own words; `status` 0: it was not reached at all. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly problem: Problem;

  constructor(problem: Problem, cause?: unknown) {
    super(problem.detail, { cause });
    this.name = 'ApiProblem';
    this.status = problem.status;
    this.problem = problem;
  }

  /** The end of the problem's type, such as `not-found`. */
  get kind(): string {
    return this.problem.type.slice(this.problem.type.lastIndexOf(':') + 1);
  }
}

export function unreachable(cause: unknown): ApiProblem {
  const problem = { type: 'urn:orderwatch:problem:unreachable', title: 'Unreachable', status: 0, detail: '' };
  return new ApiProblem(problem as Problem, cause);
}

/** The problem that an answer tells of; of an answer that is none of ours (a proxy's page, say), what can be said. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  const said = /\bproblem\+json\b/.test(response.headers.get('content-type') ?? '')
    ? ((await response.json().catch(() => null)) as Problem | null)
    : null;
  const fallback = { type: 'about:blank', title: response.statusText, status: response.status, detail: '' };
  return new ApiProblem(said ?? (fallback as Problem));
}
