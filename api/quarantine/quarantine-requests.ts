import { z } from 'zod';
import { REASON_KINDS } from '../../collector/envelope/envelope.ts';
import { instant, paging, text } from '../request-parts.ts';

const reasonKind = z
  .enum(REASON_KINDS, `must be one of ${REASON_KINDS.join(', ')}`)
  .optional()
  .meta({ description: 'Only messages refused for this reason.' });
const exchange = text.optional();
const fingerprint = text.meta({ description: 'Only messages that are here for the same reason.' });

export const quarantineQuery = {
  quarantine: z.strictObject({
    state: z.enum(['open', 'replayed', 'dismissed', 'all'], 'must be open, replayed, dismissed or all').default('open'),
    reasonKind,
    exchange,
    fingerprint: fingerprint.optional(),
    from: instant.meta({ description: 'Received first at or after this time; a date is its midnight in UTC.' }),
    to: instant.meta({ description: 'Received first before this time.' }),
    ...paging,
  }),
  quarantineGroups: z.strictObject({
    state: z.enum(['open', 'dismissed'], 'must be open or dismissed').default('open'),
  }),
};

const LIMIT = 'must be a whole number from 1 to 100,000';
const replayOptions = {
  historic: z.boolean().default(false).meta({ description: 'Record the events, but tell no customer about them.' }),
  dryRun: z.boolean().default(false).meta({ description: 'Only say what would happen.' }),
  limit: z
    .int(LIMIT)
    .min(1, LIMIT)
    .max(100_000, LIMIT)
    .optional()
    .meta({ description: 'At most so many messages, the oldest; left out: all.' }),
};

const ids = (most: number) => z.array(z.string('must be text')).min(1).max(most);
const why = z
  .string('must be text')
  .trim()
  .min(1, 'must say why')
  .max(500, 'must have at most 500 characters')
  .refine(value => !value.includes('\0'), 'must not contain NUL');

const MOST_TRIED = 50;

export const quarantineBody = {
  revealQuarantined: z.strictObject({
    reason: why.optional().meta({ description: 'Why somebody has to see it, for the audit log.' }),
  }),
  tryMapping: z
    .strictObject({
      ids: ids(MOST_TRIED).optional(),
      fingerprint: fingerprint.optional().meta({ description: 'The newest of this group.' }),
      limit: z.int().min(1).max(MOST_TRIED).default(20),
      mapping: z
        .string('must be text')
        .max(100_000, 'must have at most 100,000 characters')
        .meta({
          description:
            'YAML or JSON: an entry of `sources` of the configuration, a list of them, or a document with `sources`. It ' +
            'is asked before the declared sources, in place of those of the same name.',
        }),
    })
    .refine(
      asked => (asked.ids === undefined) !== (asked.fingerprint === undefined),
      'must hold either `ids` or `fingerprint`',
    ),
  replay: z.union(
    [
      z.strictObject({ ids: ids(1_000), ...replayOptions }),
      z.strictObject({
        filter: z
          .strictObject({ reasonKind, exchange, fingerprint: fingerprint.optional(), from: instant, to: instant })
          .meta({ description: 'Every open message that passes; {} means all.' }),
        ...replayOptions,
      }),
    ],
    'must hold either `ids` (1 to 1,000 of them) or `filter`, and may hold `historic`, `dryRun` and `limit`',
  ),
  dismissQuarantined: z.union(
    [z.strictObject({ ids: ids(1_000), reason: why }), z.strictObject({ fingerprint, reason: why })],
    'must hold a `reason`, and either `ids` (1 to 1,000 of them) or `fingerprint`',
  ),
  restoreQuarantined: z.union(
    [z.strictObject({ ids: ids(1_000) }), z.strictObject({ dismissal: text })],
    'must hold either `ids` (1 to 1,000 of them) or `dismissal`',
  ),
};
