import type { ReactNode } from 'react';
import { ApiProblem } from '../client/problem.ts';

type FieldProblems = {
  /** What is wrong with the field, for its `error`; in `words` of the page where it has some. */
  of: (field: string, words?: string) => ReactNode;
  /** What is wrong with nothing that stands in the form, for below it; null: nothing is. */
  rest: unknown;
};

/** What the API has against the fields of a form, by the names that they have in the request: `password.new`. */
export function fieldProblems(error: unknown, fields: readonly string[]): FieldProblems {
  const problem = error instanceof ApiProblem && error.status === 400 ? error.problem : null;
  const named = problem?.parameter?.replace(/^body[.]/, '');
  const field = fields.find(one => one === named);
  if (problem === null || field === undefined) return { of: () => null, rest: error };
  const mistake = problem.detail.replace(`${field}: `, '');
  const sentence = mistake.charAt(0).toUpperCase() + mistake.slice(1);
  return { of: (one, words = sentence) => (one === field ? <span role="alert">{words}</span> : null), rest: null };
}
