import type { Mistake } from '../platform/mistake.ts';
import type { Db } from '../platform/postgres.ts';
import type { AlertSettings } from './settings.ts';

/** What only the database knows to be wrong with the rules. Paths are from the root of the document. */
export async function checkQueries(db: Db, { rules }: Pick<AlertSettings, 'rules'>): Promise<Mistake[]> {
  const mistakes: Mistake[] = [];
  for (const { name, condition } of rules) {
    const mistake = (await condition.check?.(db)) ?? null;
    if (mistake) mistakes.push({ ...mistake, path: ['rules', name, 'condition', ...mistake.path] });
  }
  return mistakes;
}
