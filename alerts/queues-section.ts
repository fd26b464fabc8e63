import { z } from 'zod';
import { type Mistake, quoted, type Readable } from '../platform/mistake.ts';
import { mustBe, repeated } from '../tracker/calendar-section.ts';
import { SYSTEMS, unknownNames } from './condition-mistakes.ts';

/** What the configuration declares of whose queues are whose: `queues`. */
export const queuesSection = z
  .record(
    z.string(),
    z
      .array(z.string().regex(/\S/, mustBe('the name of a queue such as mes.inbox or mes.*')))
      .min(1)
      .meta({
        description: 'Its queues, by name; `*` stands for any run of characters.',
        examples: [['mes.inbox', 'mes.print.*']],
      }),
  )
  .exactOptional()
  .meta({
    description:
      'By system the queues that it reads from: orders that wait for a system are stuck behind its queue when nobody ' +
      'reads from that. Of a system that is left out, those that bear its name, or begin with it and `.`, `-`, `_` or `:`.',
    propertyNames: { type: 'string' },
    examples: [{ mes: ['mes.inbox', 'calculation'] }],
  });

export type QueuesDeclaration = NonNullable<z.infer<typeof queuesSection>>;

/** Paths are from the root of the document. `systems`: those that may be meant; null: nobody knows. */
export function queuesMistakes(
  declared: Readable<QueuesDeclaration> | undefined,
  systems: readonly string[] | null,
): Mistake[] {
  const taken = new Map<string, string>();
  return Object.entries(declared ?? {}).flatMap(([system, names]) => {
    const known = (names ?? []).filter(name => name !== undefined);
    const twice = known.flatMap((name, place): Mistake[] => {
      const other = taken.get(name);
      taken.set(name, other ?? system);
      const sentence = `${quoted(name)} is a queue of ${other} already; only one system reads from a queue.`;
      return other === undefined || other === system ? [] : [{ path: ['queues', system, place], sentence }];
    });
    return [
      ...unknownNames('system', ['queues', system], system, systems, SYSTEMS),
      ...repeated(['queues', system], known),
      ...twice,
    ];
  });
}
