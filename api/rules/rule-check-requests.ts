import { z } from 'zod';

export const ruleSnippet = z
  .string('must be text')
  .max(100_000, 'must have at most 100,000 characters')
  .meta({
    description: 'YAML: rules under `rules:`, as the configuration has them. They stand in for those of the same name.',
    examples: [
      'rules:\n  price-missing:\n    title: { en: Orders wait for their price }\n    condition: { kind: missing, status: SUBMITTED, successor: PRICE_CALCULATED, over: target }\n    severity: warning\n',
    ],
  });

export const ruleCheckBody = {
  ruleCheck: z.strictObject({ rules: ruleSnippet }),
};
