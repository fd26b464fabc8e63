import type { TriedConfiguration } from '../../api/backtest-asked.ts';
import { readConfiguration } from './read.ts';

/** A document that somebody tries out; what it names is meant from the folder of `fileName`. */
export function triedConfiguration(text: string, fileName: string): TriedConfiguration {
  const verdict = readConfiguration(text, fileName);
  if (verdict.ok) {
    const { alerts, lifecycles } = verdict.configuration;
    return { ok: true, alerts, lifecycles };
  }
  const mistakes = verdict.problems.map(({ line, column, path, sentence }) => ({
    ...{ line, column, sentence },
    path: [...path],
  }));
  return { ok: false, mistakes };
}
