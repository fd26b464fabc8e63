import { z } from 'zod';
import { INCIDENT_STATES, INCIDENT_VERDICTS } from '../alerts/incident.ts';
import { INCIDENT_SORTS } from '../alerts/incident-list.ts';
import { SEVERITIES } from '../alerts/severity.ts';
import { isDuration } from '../tracker/iso-duration.ts';
import { flag, instant, paging, text } from './request-parts.ts';
import { ruleSnippet } from './rules/rule-check-requests.ts';

/** What is asked about incidents and of those who are told; part of requests.ts. */

export const oneOf = <const Names extends readonly [string, ...string[]]>(names: Names) =>
  z.enum(names, `must be one of ${names.join(', ')}`);

const NAMED = 'must be a whole number from 0 to 10,000';

/** Which incidents are meant, in a list and by who acts on several at once. */
export const incidentFilter = {
  state: oneOf([...INCIDENT_STATES, 'unresolved'])
    .optional()
    .meta({ description: 'unresolved: in any state but resolved.' }),
  severity: oneOf(SEVERITIES).optional(),
  rule: text.optional(),
  order: text.optional().meta({ description: 'That are or were about this order, by its order id.' }),
  about: text.optional().meta({ description: 'The system whose move is missing; else `queue:…`, `source:…`.' }),
  acknowledgedBy: text.optional(),
  mine: flag.meta({ description: 'That whoever asks has taken on.' }),
  since: instant.meta({ description: 'Opened at or after this time.' }),
  team: text
    .optional()
    .meta({ description: 'Of which somebody of this team may be told, as the configuration has it.' }),
  q: text
    .max(200, 'must have at most 200 characters')
    .optional()
    .meta({ description: 'Its id, a part of its title, its cause, its rule or what it is about; or an order.' }),
};

export const alertQuery = {
  incidents: z.strictObject({
    ...incidentFilter,
    orders: z.coerce
      .number(NAMED)
      .int(NAMED)
      .min(0, NAMED)
      .max(10_000, NAMED)
      .optional()
      .meta({ description: 'So many orders of each are named at most; all are counted.' }),
    sort: oneOf(INCIDENT_SORTS).default('opened').meta({
      description:
        'opened: newest first. acknowledged: those that somebody has taken on, longest first. severity: worst first.',
    }),
    ...paging,
  }),
  onCall: z.strictObject({ at: instant.meta({ description: 'Who is on call then; left out: now.' }) }),
};

export const words = z
  .string('must be text')
  .max(500, 'must have at most 500 characters')
  .refine(said => said.trim() !== '', 'must not be blank')
  .refine(said => !said.includes('\0'), 'must not contain NUL')
  .refine(said => said.isWellFormed(), 'must be whole characters');

const by = words
  .max(200, 'must have at most 200 characters')
  .optional()
  .meta({ description: 'Who does it, where the key is not that of one person; left out: the name of the key.' });

const note = words.optional().meta({ description: 'For whoever looks at it later.' });
const reason = words.optional().meta({ description: 'For whoever looks at it later.' });

const verdict = oneOf(INCIDENT_VERDICTS).meta({
  description: 'Whether it was real. our_data: something was wrong, but only with what we know.',
});

export const duration = z.string('must be text').refine(isDuration, 'must be an ISO 8601 duration such as PT4H or P1D');

/** Until when: an instant, or how long from now on. */
export const end = {
  until: instant.meta({ description: 'Until then. Either this or `for`.' }),
  for: duration.optional().meta({ description: 'For so long from now on.', examples: ['PT4H'] }),
};
export const notBoth = (asked: { until?: unknown; for?: unknown }) =>
  asked.until === undefined || asked.for === undefined;
export const NOT_BOTH = 'must not hold both `until` and `for`';

export const isEither = (asked: { until?: unknown; for?: unknown }) =>
  notBoth(asked) && (asked.until !== undefined || asked.for !== undefined);
export const EITHER = 'must hold either `until` or `for`';

export const from = instant.meta({ description: 'Left out: from now on.' });

/** One value or several. */
const oneOrMore = <Value extends z.ZodType>(value: Value, what: string) =>
  z
    .union([value, z.array(value).min(1).max(1_000)], `must be ${what}, or a list of 1 to 1,000 of them`)
    .transform(given => (Array.isArray(given) ? given : [given]) as z.output<Value>[])
    .optional();

export const match = z
  .strictObject({
    rule: oneOrMore(text, 'text'),
    severity: oneOrMore(z.enum(SEVERITIES), `one of ${SEVERITIES.join(', ')}`),
    about: oneOrMore(text, 'text'),
    subject: oneOrMore(text, 'text'),
    order: oneOrMore(text, 'text'),
    partner: oneOrMore(text, 'text'),
  })
  .meta({
    description:
      'All that is named must be so, each by one of its values. Rule, severity and `about` are those of the incident; ' +
      'subject, order and partner must be so of everything in it.',
    examples: [{ rule: ['price-missing'], partner: ['acme'] }],
  });

const personName = text.meta({ description: 'As the configuration calls them under `people`.' });

const aLength = 'must be an ISO 8601 duration such as P90D, or a time with its zone such as 2026-11-20T09:00:00Z';

const change = z
  .strictObject({
    condition: z
      .record(z.string(), z.unknown(), 'must be a JSON object such as {"over": "PT3H"}')
      .optional()
      .meta({ description: 'Keys of its condition; null takes one out.', examples: [{ over: 'PT3H' }] }),
    raise: z
      .strictObject({
        over: z.union([z.string(), z.number()], 'must be text or a number'),
        severity: oneOf(SEVERITIES),
      })
      .nullable()
      .optional()
      .meta({ description: 'The second limit; null: none.' }),
    serviceLevel: z
      .strictObject({
        status: text,
        lifecycle: text.optional().meta({ description: 'Left out: all that have the status.' }),
        target: duration.optional(),
        breach: duration.optional(),
        time: oneOf(['calendar', 'business']).optional(),
      })
      .optional()
      .meta({ description: 'The limits of a status.', examples: [{ status: 'SUBMITTED', target: 'PT2H' }] }),
  })
  .meta({ description: 'What is to be otherwise with the running configuration; what is not named stays.' });

export const alertBody = {
  backtest: z
    .strictObject({
      rule: text.meta({ description: 'Its name.' }),
      since: z
        .union([duration.transform(iso => ({ for: iso })), instant.unwrap().transform(at => ({ at }))], aLength)
        .default({ for: 'P90D' })
        .meta({ description: 'From when on: an instant, or how long ago.', default: 'P90D', examples: ['P90D'] }),
      configuration: z
        .string('must be text')
        .optional()
        .meta({ description: 'A whole configuration, YAML, that is compared with the running one.' }),
      rules: ruleSnippet.optional(),
      change: change.optional(),
    })
    .refine(
      ({ configuration, rules, change }) => [configuration, rules, change].filter(it => it !== undefined).length < 2,
      {
        error: 'must hold only one of `configuration`, `rules` and `change`',
      },
    ),
  acknowledge: z.strictObject({ ...end, note, verdict: verdict.optional(), by }).refine(notBoth, NOT_BOTH),
  unacknowledge: z.strictObject({ by }),
  snooze: z.strictObject({ ...end, reason, by }).refine(isEither, EITHER),
  resolve: z.strictObject({ reason, verdict: verdict.optional(), by }),
  verdict: z.strictObject({ verdict, note, by }),
  customers: z.strictObject({
    tell: z.boolean('must be true or false').meta({ description: 'Whether they are told of delays of its orders.' }),
    by,
  }),
  freeze: z.strictObject({ reason: words.meta({ description: 'For the timeline of the order.' }), by }),
  silence: z
    .strictObject({
      kind: oneOf(['silence', 'maintenance'])
        .default('silence')
        .meta({ description: 'maintenance: planned work, which may be about everything.' }),
      match: match.default({}),
      from,
      ...end,
      reason: words.meta({ description: 'Whoever comes next will ask.' }),
      by,
    })
    .refine(isEither, EITHER),
  override: z.strictObject({ rotation: text, person: personName, from, ...end, reason, by }).refine(isEither, EITHER),
  away: z.strictObject({ person: personName, from, ...end, reason, by }).refine(isEither, EITHER),
  incidentNote: z.strictObject({ text: words, by }),
};
