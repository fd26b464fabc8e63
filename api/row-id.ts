import { z } from 'zod';
import { type Problem, Refused } from './problem.ts';

const FORM = /^[1-9]\d{0,14}$/;

/** In a cursor. */
export const rowIdForm = z.string().regex(FORM);

/** Ids that the database gives are numbers; whatever else somebody asks for does not exist. Throws Refused. */
export function rowId(id: string, noSuch: (id: string) => Problem): number {
  if (!FORM.test(id)) throw new Refused(noSuch(id));
  return Number(id);
}
