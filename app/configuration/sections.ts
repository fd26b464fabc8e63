import { z } from 'zod';
import type { Source } from '../../collector/mapping/source.ts';
import { compileSources, sourceMistakes, sourcesSection } from '../../collector/mapping/source-section.ts';
import type { Mistake, Readable, Refused } from '../../platform/mistake.ts';
import { declaredLifecycles } from '../../tracker/declared.ts';
import type { Lifecycles } from '../../tracker/lifecycle.ts';
import { lifecycleMistakes } from '../../tracker/lifecycle-mistakes.ts';
import { lifecycleDefinitions, lifecycleSections } from '../../tracker/lifecycle-section.ts';

/**
 * The whole document. A room joins with three things, one in each of the three declarations below: the schema of its
 * section, what else may be wrong with it, and what it is compiled to.
 */
export const documentSchema = z
  .strictObject({
    ...lifecycleSections.shape,
    sources: sourcesSection,
  })
  .meta({
    title: 'Orderwatch configuration',
    description:
      'What Orderwatch is to know of a company: its systems, the ways of its orders, and the messages that are there already.',
  });

/** What the rest of Orderwatch takes from it. */
export type Configuration = {
  lifecycles: Lifecycles;
  sources: readonly Source[];
};

export type Declared = z.infer<typeof documentSchema>;

/** What is wrong although each value has the right form. Paths are from the root of the document. */
export function crossMistakes(declared: Readable<Declared>, refused: Refused): Mistake[] {
  const statuses = Object.values(declared.lifecycles ?? {}).flatMap(one => Object.keys(one?.statuses ?? {}));
  // While one of them can't be read, nobody knows whether it is the one that is meant.
  const systems = declared.systems?.every(system => system !== undefined) ? declared.systems : null;
  const ofSources = sourceMistakes(declared.sources, {
    statuses: refused(['lifecycles']) ? null : [...new Set(statuses)],
    systems,
    refused: path => refused(['sources', ...path]),
  });
  return [
    ...lifecycleMistakes(declared, refused),
    ...ofSources.map(({ path, sentence }) => ({ path: ['sources', ...path], sentence })),
  ];
}

/** Of a document without mistakes. */
export function compile(declared: Declared): Configuration {
  return {
    lifecycles: declaredLifecycles(declared.systems, lifecycleDefinitions(declared)),
    sources: compileSources(declared.sources),
  };
}
