import { createHash } from 'node:crypto';
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
  const seen = versionsSeen(req);
  if (seen === null || seen.includes(String(version))) return;
  const tag = tagOf(version);
  const why = who || 'It was changed since you read it.';
  throw new Refused(changedMeanwhile(`${why} Read it again, and decide anew.`, tag));
}

/** The versions that If-Match names; null: there is none, or whatever is there will do. */
export function versionsSeen(req: Request): string[] | null {
  const seen = req.get('if-match')?.trim();
  if (seen === undefined || seen === '*') return null;
  // A proxy that compresses makes weak ones of our tags; they say the same.
  return seen.split(',').map(one => one.trim().replace(/^(?:W\/)?"(.*)"$/, '$1'));
}

/** The version of what has no counter: another one whenever what is shown of it is another. */
export function versionOfContent(shown: unknown): string {
  return createHash('sha256').update(JSON.stringify(shown)).digest('hex').slice(0, 20);
}

function tagOf(version: Version): string {
  return `"${version}"`;
}
