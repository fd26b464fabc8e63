import { ApiProblem } from '../client/problem.ts';

/** Who has the order in hand, as a refusal says it; null: it was refused for another reason. */
export function heldBy(error: unknown): string | null {
  return error instanceof ApiProblem ? (error.problem.holder?.by ?? null) : null;
}
