import { createHash } from 'node:crypto';
import { type Lifecycle, type LifecycleDefinition, type Lifecycles, lifecycle, lifecycles } from './lifecycle.ts';

/** What was declared, worked out. One of the definitions has no `match`. */
export function declaredLifecycles(
  systems: readonly string[],
  definitions: readonly LifecycleDefinition[],
): Lifecycles {
  const byDefaultFirst = definitions.toSorted((a, b) => Number(a.match !== undefined) - Number(b.match !== undefined));
  const all = byDefaultFirst.map(definition => lifecycle(definition, hashOf(definition)));
  return lifecycles(systems, all as [Lifecycle, ...Lifecycle[]]);
}

function hashOf(definition: LifecycleDefinition): string {
  return createHash('sha256').update(JSON.stringify(definition)).digest('hex').slice(0, 16);
}
