import { z } from 'zod';
import { mustBe, zone } from '../tracker/calendar-section.ts';
import { A_DURATION, isDuration } from '../tracker/iso-duration.ts';
import { PERSON_CHANNELS, personNames } from './people-schema.ts';

/** What the configuration declares of how they are told: `chains`, `routes` and `digests`. */

const duration = (description: string, example: string) =>
  z
    .string()
    .refine(isDuration, mustBe(A_DURATION))
    .meta({ description, format: 'duration', examples: [example] });

const names = (description: string, example: string) =>
  z
    .array(z.string())
    .min(1)
    .exactOptional()
    .meta({ description, examples: [[example]] });

const step = z
  .strictObject({
    after: duration(
      'How long after the step before it, unless somebody has taken the incident on by then; of the first step, after ' +
        'the incident opened. If left out, at once.',
      'PT15M',
    ).exactOptional(),
    tell: z
      .strictObject({
        onCall: names('Whoever is on call in these rotations.', 'support'),
        people: names('These people.', 'olga'),
        teams: names('Everybody in these teams.', 'workshop'),
        slack: z
          .boolean()
          .exactOptional()
          .meta({ description: 'The Slack channel of SLACK_WEBHOOK_URL.', default: false, examples: [true] }),
      })
      .meta({
        description:
          'Who is told; whoever is meant several times is told once. A step that has nobody is passed over at once.',
        examples: [{ onCall: ['support'] }],
      }),
    channels: z
      .array(z.enum(PERSON_CHANNELS))
      .min(1)
      .exactOptional()
      .meta({ description: 'Instead of those that each of them wants.', examples: [['sms']] }),
  })
  .meta({ description: 'One step of a chain.' });

const chain = z
  .strictObject({
    calendar: z
      .string()
      .exactOptional()
      .meta({
        description:
          'Outside of its hours nobody is told: a step waits until it opens, and delays are business time, in which a day ' +
          'is a working day. If left out, people are told at any time.',
        examples: ['workshop'],
      }),
    zone: zone.exactOptional().meta({
      description:
        'IANA time zone of delays in days, of a chain without a calendar; if left out, that of `notifications`.',
      examples: ['Europe/Moscow'],
    }),
    steps: z
      .array(step)
      .min(1)
      .meta({ description: 'In their order.', examples: [[{ tell: { onCall: ['support'] } }]] }),
    repeat: z
      .strictObject({
        from: z
          .int()
          .min(1)
          .exactOptional()
          .meta({ description: 'From which step on; the first is 1.', default: 1, examples: [2] }),
        times: z
          .int()
          .refine(times => times >= 1 && times <= 100, mustBe('a whole number from 1 to 100 such as 3'))
          .meta({ description: 'How often at most.', examples: [3] }),
        after: duration('How long after the last step.', 'PT1H'),
      })
      .exactOptional()
      .meta({
        description: 'What follows the last step while nobody has taken the incident on. If left out, nothing.',
        examples: [{ from: 2, times: 3, after: 'PT1H' }],
      }),
  })
  .meta({ description: 'Who is told, step after step, until somebody takes the incident on.' });

/** Where incidents of this severity are told to nobody. */
export const NOBODY = 'none';

const chainName = (severity: string) =>
  z
    .string()
    .exactOptional()
    .meta({
      description: `The chain of ${severity} incidents; \`none\`: nobody is told.`,
      default: NOBODY,
      examples: ['around-the-clock'],
    });

const route = z
  .strictObject({ critical: chainName('critical'), warning: chainName('warning'), info: chainName('info') })
  .meta({ description: 'Which chain an incident goes through, by its severity.' });

const digest = z
  .strictObject({
    kind: z.enum(['daily', 'weekly']).meta({
      description: 'What it covers: the last day, or the last week compared with the one before.',
      examples: ['daily'],
    }),
    cron: z
      .string()
      .exactOptional()
      .meta({
        description:
          'When it is sent, a cron expression of five fields; if left out, at 09:00, the weekly one on Mondays.',
        examples: ['0 9 * * mon-fri'],
      }),
    zone: zone.exactOptional().meta({
      description: 'IANA time zone of it; if left out, that of `notifications`.',
      examples: ['Europe/Moscow'],
    }),
    people: personNames('Who gets it.').exactOptional(),
    teams: names('Everybody in these teams gets it.', 'managers'),
  })
  .meta({ description: 'A summary for managers, by e-mail.' });

export const chainSections = {
  chains: z
    .record(z.string(), chain)
    .exactOptional()
    .meta({
      description: 'Escalation chains, by name.',
      examples: [
        { urgent: { steps: [{ tell: { onCall: ['support'] } }, { after: 'PT15M', tell: { teams: ['workshop'] } }] } },
      ],
    }),
  routes: z
    .record(z.string(), route)
    .exactOptional()
    .meta({
      description: 'What rules name under `route`: who is told of what they find.',
      examples: [{ workshop: { critical: 'urgent', warning: 'working-hours' } }],
    }),
  digests: z
    .record(z.string(), digest)
    .exactOptional()
    .meta({ description: 'Summaries, by name.', examples: [{ daily: { kind: 'daily', people: ['olga'] } }] }),
};
