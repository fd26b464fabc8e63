import { type Mistake, type Path, quoted } from '../platform/mistake.ts';
import { cronMistake } from './cron.ts';

/** Of the cron expression that stands there; undefined where none could be read. */
export function scheduleMistakes(path: Path, cron: string | undefined): Mistake[] {
  const why = cron === undefined ? null : cronMistake(cron);
  return why === null ? [] : [{ path, sentence: `${quoted(cron!)} is no schedule: ${why}.` }];
}
