import { z } from 'zod';

/** The part of the contract that is about why an order is where it is. */

const time = z.iso.datetime().meta({ description: 'ISO 8601 in UTC.' });
const localized = z.strictObject({ en: z.string(), ru: z.string() });

const evidence = z.strictObject({
  kind: z.string().meta({ description: 'What it is, for programs: `consumers_gone`.' }),
  weight: z.number().meta({
    description: 'What explains most comes first. From 50 on it explains; below, it only helps to understand.',
  }),
  at: time.nullable().meta({ description: 'Since when it is so, or when it was.' }),
  text: localized.meta({ description: 'One sentence with the numbers.' }),
  link: z.string().nullable().meta({
    description: 'Where to look: a path below `/api/v1`, or a whole address; null: nowhere.',
  }),
  cause: z.string().nullable().meta({ description: 'Key of the cause that it speaks for; null: it speaks for none.' }),
});

export const diagnosis = <Expected extends z.ZodType>(expected: Expected) =>
  z.strictObject({
    orderId: z.string(),
    status: z.string().nullable(),
    since: time.nullable().meta({ description: 'When it came into its status.' }),
    asOf: time,
    verdict: localized.meta({
      description: 'What most likely is the matter; or that the order is in time, or that there is no evidence.',
    }),
    cause: z
      .strictObject({
        key: z
          .string()
          .meta({ description: 'The same cause has the same key: `consumers:mes.inbox`, `lost:ORD-1042`.' }),
        text: localized,
        shared: z.boolean().meta({ description: 'Others may be stuck behind it, too.' }),
      })
      .nullable()
      .meta({ description: 'That of the evidence which explains most; null: nothing explains it.' }),
    suspect: localized
      .nullable()
      .meta({ description: 'Why what is known of the order may be late or wrong; null: nothing speaks against it.' }),
    usual: z
      .strictObject({
        p50: z.string(),
        p90: z.string(),
        samples: z.int().min(0).meta({ description: 'Of so many stays in the last 90 days.' }),
        basis: z.enum(['partner', 'lifecycle']).meta({ description: 'Whose stays: the partner’s own, or all.' }),
        inWords: localized,
      })
      .nullable()
      .meta({ description: 'How long orders usually stay in this status, as ISO 8601 durations; null: too few tell.' }),
    expected,
    evidence: z.array(evidence).meta({ description: 'Everything that was seen of it, what explains most first.' }),
    noEvidence: z.boolean().meta({ description: 'Nothing that was seen speaks for any cause.' }),
  });
