import { type Problem, Refused } from './problem.ts';

/** Ids that the database gives are numbers; whatever else somebody asks for does not exist. Throws Refused. */
export function rowId(id: string, noSuch: (id: string) => Problem): number {
  if (!/^[1-9]\d{0,14}$/.test(id)) throw new Refused(noSuch(id));
  return Number(id);
}
