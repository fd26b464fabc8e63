import { z } from 'zod';
import { SEVERITIES } from '../alerts/severity.ts';

/** The part of the contract that is about who is told and who is not. */

const time = z.iso.datetime().meta({ description: 'ISO 8601 in UTC.' });
const person = z.string().meta({ description: 'As the configuration calls them under `people`.' });
const names = z.array(z.string()).optional();

export const silence = z.strictObject({
  id: z.string(),
  version: z.string().meta({ description: 'As the ETag has it: for If-Match, when it is ended or moved.' }),
  kind: z.enum(['silence', 'maintenance']),
  match: z
    .strictObject({
      rule: names,
      severity: z.array(z.enum(SEVERITIES)).optional(),
      about: names,
      subject: names,
      order: names,
      partner: names,
    })
    .meta({ description: 'All that is named must be so, each by one of its values.' }),
  from: time,
  until: time,
  author: z.string(),
  reason: z.string(),
  createdAt: time,
  endedAt: time.nullable().meta({ description: 'Before its time.' }),
  endedBy: z.string().nullable(),
});

export const onCallOverride = z.strictObject({
  id: z.string(),
  kind: z
    .enum(['override', 'away'])
    .meta({ description: 'override: `person` stands in. away: `person` is told nothing.' }),
  rotation: z.string().nullable().meta({ description: 'Of an override.' }),
  person,
  from: time,
  until: time,
  author: z.string(),
  reason: z.string().nullable(),
});

const shift = z.strictObject({
  person: person.nullable().meta({ description: 'Null: everybody is away.' }),
  name: z.string().nullable(),
  from: time,
  to: time,
});

export const onCall = z.strictObject({
  at: time,
  rotations: z.array(
    z.strictObject({
      rotation: z.string(),
      zone: z.string(),
      shifts: z.array(shift).meta({ description: 'Who is on call at `at`, and then those who follow.' }),
    }),
  ),
  overrides: z.array(onCallOverride).meta({ description: 'That hold at `at` or will.' }),
});
