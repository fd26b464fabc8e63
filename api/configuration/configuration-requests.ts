import { z } from 'zod';

export const configurationBody = {
  configurationCheck: z.strictObject({
    configuration: z
      .string('must be text')
      .max(1_048_576, 'must have at most 1,048,576 characters')
      .meta({ description: 'A whole configuration, YAML.' }),
  }),
};
