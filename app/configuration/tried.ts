import type { TriedConfiguration } from '../../api/backtest-asked.ts';
import { readDeclared } from './read.ts';
import { compileJudging } from './sections.ts';

/**
 * A document that somebody tries out from afar. Files that it names are not opened: they would be those of this machine,
 * and whoever sends it is not to learn of them, nor to have us wait for one that never ends.
 */
export function triedConfiguration(text: string, fileName: string): TriedConfiguration {
  const verdict = readDeclared(text, fileName, null);
  if (verdict.ok) return { ok: true, ...compileJudging(verdict.declared) };
  const mistakes = verdict.problems.map(({ line, column, path, sentence }) => ({
    ...{ line, column, sentence },
    path: [...path],
  }));
  return { ok: false, mistakes };
}
