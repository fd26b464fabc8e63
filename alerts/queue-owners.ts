import { matcher } from './fresh-sample.ts';
import type { QueuesDeclaration } from './queues-section.ts';

/** Whose messages a queue is for; null: nobody knows. */
export type ConsumerOf = (queue: string) => string | null;

/**
 * What is declared of a system's queues counts; of one of which nothing is declared, those that bear its name or begin
 * with it: `mes`, `mes.calc`, `mes-print`. Where two names fit, the longer one does.
 */
export function queueOwners(declared: QueuesDeclaration = {}, systems: readonly string[]): ConsumerOf {
  const patterns = Object.entries(declared).flatMap(([system, names]) =>
    names.map(name => ({ system, matches: matcher(name) })),
  );
  const byName = systems.filter(system => declared[system] === undefined).sort((a, b) => b.length - a.length);
  return queue =>
    patterns.find(({ matches }) => matches(queue))?.system ??
    byName.find(system => queue === system || (queue.startsWith(system) && '.-_:'.includes(queue[system.length]!))) ??
    null;
}
