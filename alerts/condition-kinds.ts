import { z } from 'zod';
import type { Condition } from './condition.ts';
import { compileDwell, compileMissing, dwell, missing } from './conditions/dwell.ts';
import type { RuleContext } from './rule-context.ts';

/** Every kind of condition: its form here, what it does in conditions/. */
export const condition = z.discriminatedUnion('kind', [dwell, missing]).meta({
  description: 'What is looked for.',
  examples: [{ kind: 'dwell', status: 'SUBMITTED', over: 'breach' }],
});

export type ConditionDeclaration = z.output<typeof condition>;

export function compileCondition(declared: ConditionDeclaration, on: RuleContext): Condition {
  switch (declared.kind) {
    case 'dwell':
      return compileDwell(declared, on);
    case 'missing':
      return compileMissing(declared, on);
    default:
      return declared satisfies never;
  }
}
