import { z } from 'zod';
import { CUSTOMER_TELLINGS, INCIDENT_EVENT_KINDS, INCIDENT_STATES, INCIDENT_VERDICTS } from '../alerts/incident.ts';
import { SEVERITIES } from '../alerts/severity.ts';

/** The part of the contract that is about incidents. */

const time = z.iso.datetime().meta({ description: 'ISO 8601 in UTC.' });

const localized = z.strictObject({ en: z.string(), ru: z.string() });

/** Who has taken it on. */
export const holder = {
  acknowledgedBy: z.string().nullable(),
  acknowledgedByName: z
    .string()
    .nullable()
    .meta({ description: 'The same person by the name that others read, where the configuration knows them.' }),
  acknowledgedByYou: z.boolean().meta({ description: 'It is whoever asks, by whichever of their names.' }),
};

export const incident = z.strictObject({
  id: z.string(),
  rule: z.string().meta({ description: 'What found it. `alertmanager:…`: an alert of Alertmanager’s.' }),
  title: localized.meta({ description: 'What is wrong, in one sentence.' }),
  about: z
    .string()
    .meta({ description: 'The system whose move is missing, else the queue, source, … that it is about.' }),
  severity: z.enum(SEVERITIES),
  state: z.enum(INCIDENT_STATES).meta({
    description:
      'open: people are told, step after step. acknowledged: somebody has taken it on, until `until`. snoozed: it waits ' +
      'until `until`. resolved: it is over.',
  }),
  shadow: z.boolean().meta({ description: 'Of a rule on trial: nobody is told.' }),
  limit: z.string().nullable().meta({ description: 'That was passed, as an ISO 8601 duration.' }),
  cause: z.string().nullable().meta({ description: 'What most likely caused it; null where nothing points anywhere.' }),
  causeText: localized.nullable().meta({ description: 'The same in each language.' }),
  causeKey: z
    .string()
    .nullable()
    .meta({
      description: 'The same cause has the same key, whichever rule found what it did.',
      examples: ['consumers:mes.inbox'],
    }),
  suspect: z.boolean().meta({ description: 'What we know of it may be late or wrong.' }),
  suspectBecause: localized.nullable().meta({ description: 'Why that may be; null where nothing is said of that.' }),
  storm: z.boolean().meta({ description: 'So much at once that it is one matter, whatever caused it.' }),
  customers: z.enum(CUSTOMER_TELLINGS).meta({
    description:
      'Whether customers are told of delays of its orders. usual: as always. held: only when somebody says so. ' +
      'released, refused: somebody has said that they are, or are not.',
  }),
  customersBy: z.string().nullable(),
  customersAt: time.nullable(),
  verdict: z
    .enum(INCIDENT_VERDICTS)
    .nullable()
    .meta({ description: 'Whether it was real, as whoever said so last has it; null: nobody has said.' }),
  verdictBy: z.string().nullable(),
  verdictAt: time.nullable(),
  mergedInto: z
    .string()
    .nullable()
    .meta({ description: 'The incident that it turned out to be the same matter as; it is resolved then.' }),
  openedAt: time,
  lastSeenAt: time,
  seen: z.int().min(0).meta({ description: 'By how many runs of its rule.' }),
  reopened: z.int().min(0).meta({ description: 'How often it came back.' }),
  flapping: z.boolean().meta({ description: 'It comes and goes: nobody is told again until it has been quiet.' }),
  ...holder,
  acknowledgedAt: time.nullable(),
  until: time.nullable().meta({ description: 'When the acknowledgement or the snooze ends and it opens again.' }),
  silencedUntil: time.nullable().meta({ description: 'Nobody is told before, since somebody wished it so.' }),
  resolvedAt: time.nullable(),
  resolvedBy: z.string().nullable().meta({ description: 'Null: it was over by itself.' }),
  resolution: z.string().nullable(),
  orders: z.array(z.string()).meta({
    description:
      'The orders that it is or was about: what is still stuck first, longest first; up to 10,000, and in a list of over 50 incidents fewer of each.',
  }),
  orderCount: z.int().min(0),
  openOrderCount: z.int().min(0).meta({ description: 'For how many of them it still holds.' }),
});

const finding = z.strictObject({
  subject: z.string().meta({ examples: ['queue:mes.calc'] }),
  severity: z.enum(SEVERITIES),
  since: time.nullable(),
  detail: localized.nullable().meta({ description: 'The numbers, in one sentence.' }),
  suspect: localized
    .nullable()
    .meta({ description: 'Why what we know of it may be late or wrong; null: nothing speaks against it.' }),
  usual: z
    .strictObject({
      p50: z.string(),
      p90: z.string(),
      samples: z.int().min(0).meta({ description: 'Of so many stays in the last 90 days.' }),
      basis: z.enum(['partner', 'lifecycle']).meta({ description: 'Whose stays: the partner’s own, or all.' }),
      inWords: localized,
    })
    .nullable()
    .meta({ description: 'How long such stays usually are, as ISO 8601 durations; null: too few tell.' }),
  firstSeenAt: time,
  resolvedAt: time.nullable().meta({ description: 'Null: it is still so.' }),
  resolution: z.string().nullable(),
});

export const incidentOrder = finding.omit({ subject: true }).extend({
  orderId: z.string(),
  status: z.string().nullable(),
  limitAt: time.nullable(),
  owner: z.string().nullable().meta({ description: 'The system whose move is missing.' }),
});

export const incidentInFull = incident.extend({
  escalation: z.string().meta({ description: 'Who is told next and when, or why nobody is, in a sentence.' }),
  findings: z.array(finding).meta({ description: 'What it is about that is no order; those that still hold first.' }),
  history: z.array(
    z.strictObject({
      at: time,
      kind: z.enum(INCIDENT_EVENT_KINDS),
      by: z.string().nullable().meta({ description: 'A person or a key; null: Orderwatch.' }),
      inWords: z.string(),
      detail: z
        .record(z.string(), z.unknown())
        .meta({ description: 'What the words are made of, for whoever says it in another language.' }),
    }),
  ),
  messages: z
    .array(z.string())
    .meta({ description: 'Ids of the messages that told of it; see `/notifications/{id}`.' }),
});

export const incidentCounts = z
  .strictObject({
    open: z.int().min(0),
    acknowledged: z.int().min(0),
    snoozed: z.int().min(0),
    critical: z.int().min(0).meta({ description: 'Of those that are not resolved.' }),
    mine: z.int().min(0).meta({ description: 'That whoever asks has taken on.' }),
    oldestOpenAt: time.nullable().meta({ description: 'Of those that nobody has taken on; null: there is none.' }),
    orders: z.int().min(0).meta({ description: 'That they are about, each once.' }),
    customersHeld: z
      .int()
      .min(0)
      .meta({ description: 'Whose customers are told of delays only when somebody says so, and nobody has.' }),
  })
  .meta({ description: 'Of all that are not resolved, whatever is listed.' });
