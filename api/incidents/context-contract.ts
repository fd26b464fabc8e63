import { z } from 'zod';
import { INCIDENT_STATES, INCIDENT_VERDICTS } from '../../alerts/incident.ts';
import { SEVERITIES } from '../../alerts/severity.ts';
import { CHANNELS, MESSAGE_STATES } from '../../notifier/message.ts';

/** The part of the contract that is about what stands around an incident. */

const time = z.iso.datetime().meta({ description: 'ISO 8601 in UTC.' });
const localized = z.strictObject({ en: z.string(), ru: z.string() });

const told = z.strictObject({
  recipient: z.string().meta({ examples: ['staff:olga'] }),
  name: z.string(),
  channel: z.enum(CHANNELS),
  message: z
    .strictObject({
      id: z.string(),
      state: z.enum(MESSAGE_STATES),
      at: time.meta({ description: 'When it came into that state, as far as that is known.' }),
      reason: z.string().nullable(),
      inWords: z.string().meta({ description: 'How it stands, in a sentence.' }),
    })
    .nullable()
    .meta({ description: 'Null: nothing was sent yet, or it is forgotten.' }),
});

const step = z.strictObject({
  state: z.enum(['told', 'nobody', 'next', 'ahead']).meta({
    description: 'nobody: it had nobody to tell, and was passed over. next, ahead: it comes if nobody acts.',
  }),
  step: z.int().min(1).meta({ description: 'Counted from 1.' }),
  round: z.int().min(0).meta({ description: 'How often the chain had been repeated.' }),
  at: time,
  people: z.array(told),
});

const similar = z.strictObject({
  id: z.string(),
  title: localized,
  severity: z.enum(SEVERITIES),
  state: z.enum(INCIDENT_STATES),
  openedAt: time,
  resolvedAt: time.nullable(),
  resolvedBy: z.string().nullable().meta({ description: 'Null: it was over by itself, or is not.' }),
  resolution: z.string().nullable(),
  reason: z.string().nullable().meta({ description: 'What was said of it when it was resolved.' }),
  verdict: z.enum(INCIDENT_VERDICTS).nullable(),
  cause: localized.nullable(),
  sameCause: z.boolean().meta({ description: 'false: of the same rule, about the same.' }),
  orders: z.int().min(0),
});

export const incidentContext = z.strictObject({
  escalation: z.strictObject({
    steps: z.array(step).meta({ description: 'Those that were, and up to six that would follow.' }),
    of: z.int().min(0).meta({ description: 'How many steps the chain has; 0: there is none, and nobody is told.' }),
    resumesAt: time.nullable().meta({
      description:
        'When the acknowledgement, the snooze or a silence ends, and it would go on; null: nothing holds it.',
    }),
  }),
  similar: z
    .array(similar)
    .meta({ description: 'What came before with the same cause, or of the same rule: up to five.' }),
  waitingCustomers: z
    .int()
    .min(0)
    .meta({ description: 'Of its orders that are still stuck, those past what was promised to the customer.' }),
  links: z.strictObject({
    runbook: z.string().nullable().meta({ description: 'A path of ours.' }),
    trace: z.string().nullable(),
    board: z.string().nullable().meta({ description: 'Grafana, at the time of the incident.' }),
  }),
});
