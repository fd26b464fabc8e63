import { z } from 'zod';
import { SEVERITIES } from '../../alerts/severity.ts';
import { onCallOverride } from '../on-call-contract.ts';

/** The part of the contract that is about the coming days of those on call, and about what a silence would do. */

const time = z.iso.datetime().meta({ description: 'ISO 8601 in UTC.' });
const localized = z.strictObject({ en: z.string(), ru: z.string() });
const named = z.strictObject({
  person: z.string().meta({ description: 'As the configuration calls them under `people`.' }),
  name: z.string(),
});

const shift = z.strictObject({
  person: z.string().nullable().meta({ description: 'Null: everybody is away.' }),
  name: z.string().nullable(),
  from: time,
  to: time,
  why: z.enum(['turn', 'standIn', 'absence', 'nobody']).meta({
    description:
      'turn: it is their shift. standIn: they stand in. absence: whose shift it is is away, and they are next. nobody: all are away.',
  }),
  instead: named.nullable().meta({ description: 'Whose shift it would be; null: theirs.' }),
  override: onCallOverride.nullable().meta({ description: 'What somebody entered, where it is so because of that.' }),
});

export const onCallCalendar = z.strictObject({
  from: time,
  to: time,
  me: z
    .string()
    .nullable()
    .meta({ description: 'Who asks, as the configuration calls them; null: none of its people.' }),
  rotations: z.array(
    z.strictObject({
      rotation: z.string(),
      zone: z.string().meta({ description: 'IANA time zone, by whose clocks shifts are handed over.' }),
      people: z.array(named).meta({ description: 'Who takes turns, in their order.' }),
      now: shift.nullable().meta({ description: 'Who is on call at this moment.' }),
      next: shift.nullable().meta({ description: 'The first who follows and is somebody else.' }),
      shifts: z.array(shift).meta({ description: 'From `from` to `to`, without gaps.' }),
    }),
  ),
  teams: z.array(
    z.strictObject({
      team: z.string(),
      people: z.array(
        named.extend({
          awayUntil: time.nullable().meta({ description: 'Null: they are there.' }),
          onCall: z.array(z.string()).meta({ description: 'Rotations in which they are on call now.' }),
          nextOnCall: z
            .strictObject({ rotation: z.string(), from: time })
            .nullable()
            .meta({ description: 'When they are on call the next time, as far as the calendar goes.' }),
        }),
      ),
    }),
  ),
  people: z.array(named).meta({ description: 'Everybody whom the configuration declares.' }),
  overrides: z.array(onCallOverride).meta({ description: 'That hold or will.' }),
});

const muted = z.strictObject({
  id: z.string(),
  title: localized,
  severity: z.enum(SEVERITIES),
  openedAt: time,
  messages: z.int().min(0).meta({ description: 'That went out of it in that time.' }),
});

export const silencePreview = z.strictObject({
  since: time,
  told: z.int().min(0).meta({ description: 'Of how many incidents somebody was told since then.' }),
  muted: z.strictObject({
    incidents: z.int().min(0),
    messages: z.int().min(0),
    critical: z.int().min(0),
    first: z.array(muted).meta({ description: 'The last ones; up to 20.' }),
  }),
  held: z.strictObject({
    incidents: z.int().min(0).meta({ description: 'That are open now, and of which nobody would be told further.' }),
    first: z.array(muted),
  }),
});
