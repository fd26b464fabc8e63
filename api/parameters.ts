import type { z } from 'zod';
import { badField, badParameter, type Problem, Refused } from './problem.ts';

/** The query string as its schema has it. Throws Refused with the name of the first bad or unknown parameter. */
export function readQuery<Schema extends z.ZodType>(schema: Schema, query: unknown): z.infer<Schema> {
  return read(schema, query, []);
}

/** The same for a JSON body: its parameters are called `body.…`, and the whole of it `body`. */
export function readBody<Schema extends z.ZodType>(schema: Schema, body: unknown): z.infer<Schema> {
  return read(schema, body, ['body']);
}

function read<Schema extends z.ZodType>(schema: Schema, value: unknown, place: string[]): z.infer<Schema> {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new Refused(problemOf(parsed.error, place));
  return parsed.data;
}

function problemOf(error: z.ZodError, place: string[]): Problem {
  const issue = innermost(error.issues[0]!);
  const path = [...place, ...issue.path.map(String)];
  if (issue.code === 'unrecognized_keys') {
    const unknown = [...path, issue.keys[0]!].join('.');
    return badParameter(unknown, `There is no parameter ${unknown.replace(/^body[.]/, '')} here.`);
  }
  const parameter = path.join('.');
  const isObject = issue.code === 'invalid_type' && issue.expected === 'object';
  return badField(parameter, isObject ? 'must be a JSON object such as {}' : issue.message);
}

/** Where one form of a body is meant beyond doubt, since only what is inside of it is wrong: that. */
function innermost(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  if (issue.code !== 'invalid_union') return issue;
  const inside = issue.errors.filter(issues => issues.every(({ path }) => path.length > 1));
  return inside.length === 1 ? inside[0]![0]! : issue;
}
