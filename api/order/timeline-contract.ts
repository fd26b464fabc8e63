import { z } from 'zod';

const time = z.iso.datetime().meta({ description: 'ISO 8601 in UTC.' });

export const TIMELINE_KINDS = [
  'event',
  'transition',
  'anomaly',
  'incident',
  'message',
  'note',
  'correction',
  'assignment',
  'deadLetter',
] as const;

export type TimelineKind = (typeof TIMELINE_KINDS)[number];

export const timelineItem = z.strictObject({
  at: time.meta({ description: 'When it happened.' }),
  recordedAt: time.meta({ description: 'When it became known here.' }),
  lateness: z.string().meta({
    description: 'From the one to the other, as an ISO 8601 duration; `PT0S` of what was known at once.',
    examples: ['PT42S'],
  }),
  kind: z.enum(TIMELINE_KINDS),
  by: z.string().meta({ description: 'The system or person that it came from.' }),
  manual: z.boolean().meta({ description: 'A person did it here.' }),
  title: z.string(),
  detail: z.string(),
  eventId: z.string().meta({
    description: 'The event that it tells of; a transition and its event share one. Of a message: its own id.',
  }),
  type: z.string().nullable().meta({ description: 'Of an event.' }),
  status: z.string().nullable().meta({ description: 'What the event says, or into which the order came.' }),
  data: z.record(z.string(), z.unknown()).nullable(),
  raw: z.boolean().meta({ description: 'The bytes of the event are kept: `GET /orders/{id}/events/{eventId}/raw`.' }),
  traceUrl: z
    .string()
    .nullable()
    .meta({ description: 'Where the trace in which its producer published it can be looked at.' }),
});
