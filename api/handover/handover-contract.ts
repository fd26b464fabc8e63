import { z } from 'zod';
import { INCIDENT_STATES, INCIDENT_VERDICTS } from '../../alerts/incident.ts';
import { SEVERITIES } from '../../alerts/severity.ts';
import { holder } from '../incident-contract.ts';
import { notification } from '../notification-contract.ts';

/** The part of the contract that is about handing a shift over. */

const time = z.iso.datetime().meta({ description: 'ISO 8601 in UTC.' });
const localized = z.strictObject({ en: z.string(), ru: z.string() });

const incident = z.strictObject({
  id: z.string(),
  title: localized,
  severity: z.enum(SEVERITIES),
  state: z.enum(INCIDENT_STATES),
  openedAt: time,
  ...holder,
  acknowledgedAt: time.nullable(),
  until: time.nullable(),
  resolvedAt: time.nullable(),
  resolvedBy: z.string().nullable(),
  verdict: z.enum(INCIDENT_VERDICTS).nullable(),
  cause: localized.nullable(),
  orders: z.int().min(0).meta({ description: 'For which it still holds; of one that is over, all.' }),
});

const promise = z.boolean().meta({ description: 'It seems to promise something, by its words.' });

const some = z.strictObject({ count: z.int().min(0), first: z.array(incident) });

const shift = z
  .strictObject({ person: z.string().nullable(), name: z.string().nullable(), from: time, to: time })
  .nullable();

export const handover = z.strictObject({
  from: time,
  to: time,
  at: time.meta({ description: 'When it was put together: what is still open is so at this moment.' }),
  opened: some.meta({ description: 'In that time; up to 50.' }),
  closed: some,
  acknowledged: some.meta({ description: 'That somebody took on in that time, whatever became of them.' }),
  oldestOpen: some.meta({ description: 'The ten that have been open the longest.' }),
  notes: z
    .array(
      z.strictObject({
        incident: z.string(),
        title: localized,
        state: z.enum(INCIDENT_STATES),
        at: time,
        by: z.string().nullable(),
        text: z.string(),
        promise,
      }),
    )
    .meta({ description: 'What people wrote on incidents in that time, promises first.' }),
  orderNotes: z
    .array(z.strictObject({ orderId: z.string(), at: time, by: z.string(), text: z.string(), promise }))
    .meta({
      description:
        'What people wrote on orders in that time, promises first; up to 200. E-mail addresses, numbers and links are cut ' +
        'short; the timeline of the order has all of it.',
    }),
  silencesEnding: z
    .array(
      z.strictObject({
        id: z.string(),
        author: z.string(),
        reason: z.string(),
        until: time,
        about: z.array(z.string()),
      }),
    )
    .meta({ description: 'Within 24 hours.' }),
  failedMessages: z.strictObject({
    byChannel: z.array(z.strictObject({ channel: z.string(), messages: z.int().min(1) })),
    first: z.array(notification),
  }),
  onCall: z.array(z.strictObject({ rotation: z.string(), zone: z.string(), now: shift, next: shift })),
});
