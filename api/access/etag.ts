import type { Request, Response } from 'express';
import { changedMeanwhile, Refused } from '../problem.ts';

/** Counts the changes of something, or is anything else that is another one after each. */
export type Version = number | string;

/** Tells whoever reads something which version of it that was. */
export function withETag(res: Response, version: Version): Response {
  return res.set('ETag', tagOf(version));
}

/**
 * Throws Refused (412) where whoever asks has seen another version than the present one: somebody was faster, and would
 * be written over. A request without If-Match changes whatever is there: programs that own what they change need not
 * read it before. `who`: a sentence about the change, if it is known.
 */
export function demandMatch(req: Request, version: Version, who = ''): void {
  const seen = req.get('if-match');
  if (seen === undefined || seen.trim() === '*') return;
  const tag = tagOf(version);
  // A proxy that compresses makes weak ones of our tags; they say the same.
  const tags = seen.split(',').map(one => one.trim().replace(/^W\//, ''));
  if (tags.includes(tag)) return;
  const why = who || 'It was changed since you read it.';
  throw new Refused(changedMeanwhile(`${why} Read it again, and decide anew.`, tag));
}

function tagOf(version: Version): string {
  return `"${version}"`;
}
