import { z } from 'zod';
import { email, locale, phone, text } from '../notifier/written.ts';
import { mustBe, zone } from '../tracker/calendar-section.ts';
import { A_DURATION, isDuration } from '../tracker/iso-duration.ts';
import { parseLocalTime } from './rotation.ts';

/** What the configuration declares of those who are told: `people`, `teams` and `onCall`. */

/** Those by which one person is told. */
export const PERSON_CHANNELS = ['email', 'sms', 'telegram'] as const;

const channels = (whichIncidents: string, byDefault: readonly string[]) =>
  z
    .array(z.enum(PERSON_CHANNELS))
    .exactOptional()
    .meta({
      description:
        `For ${whichIncidents} incidents, the preferred one first; the next one is taken where they can't be reached on ` +
        'it. An empty list: they are told of none of these.',
      default: byDefault,
      examples: [byDefault],
    });

/** In which order the channels are tried for somebody who has not said. */
export const USUAL_CHANNELS = {
  critical: ['sms', 'telegram', 'email'],
  warning: ['telegram', 'email', 'sms'],
  info: ['email', 'telegram'],
} as const;

const person = z
  .strictObject({
    name: text()
      .exactOptional()
      .meta({
        description: 'As others read it in messages; if left out, as they are called here.',
        examples: ['Olga Petrova'],
      }),
    email: email().exactOptional().meta({ description: 'E-mail address.' }),
    phone: phone().exactOptional().meta({ description: 'Phone number with its country, for SMS.' }),
    locale: locale().exactOptional().meta({ description: 'Language; if left out, that of `notifications`.' }),
    zone: zone.exactOptional().meta({
      description: 'IANA time zone of times in messages; if left out, that of `notifications`.',
      examples: ['Europe/Moscow'],
    }),
    channels: z
      .strictObject({
        critical: channels('critical', USUAL_CHANNELS.critical),
        warning: channels('warning', USUAL_CHANNELS.warning),
        info: channels('info', USUAL_CHANNELS.info),
      })
      .exactOptional()
      .meta({
        description: 'How they want to be told.',
        examples: [{ critical: ['sms', 'email'], warning: ['email'] }],
      }),
  })
  .meta({
    description:
      'Somebody of the company. Telegram is for whoever has linked their chat, for which `orderwatch on-call link` ' +
      'prints the way.',
  });

export const personNames = (description: string) =>
  z
    .array(z.string())
    .min(1)
    .meta({ description, examples: [['olga', 'ivan']] });

const onCall = z
  .strictObject({
    zone: zone.meta({ description: 'IANA time zone of the handovers.', examples: ['Europe/Moscow'] }),
    from: z
      .string()
      .refine(written => parseLocalTime(written) !== null, mustBe('a date and a time such as 2026-11-02T09:00'))
      .meta({
        description: 'Date and time of the first handover. Handovers are at this time of day all year.',
        examples: ['2026-11-02T09:00'],
      }),
    shift: z
      .string()
      .refine(isDuration, mustBe(A_DURATION))
      .meta({ description: 'How long everybody has it.', format: 'duration', examples: ['P1W'] }),
    people: personNames('Those who take turns, in their order; the first one begins.'),
  })
  .meta({
    description: 'People who take turns to be on call. Whoever is away is skipped: the next one has it.',
  });

export const peopleSections = {
  people: z
    .record(z.string(), person)
    .exactOptional()
    .meta({
      description: 'Those who are told of incidents, by a short name.',
      examples: [{ olga: { name: 'Olga Petrova', email: 'olga@shop.example', phone: '+7 916 123-45-67' } }],
    }),
  teams: z
    .record(z.string(), personNames('Its people.'))
    .exactOptional()
    .meta({ description: 'People who are told together.', examples: [{ workshop: ['olga', 'ivan'] }] }),
  onCall: z
    .record(z.string(), onCall)
    .exactOptional()
    .meta({
      description: 'Rotations, by name.',
      examples: [{ support: { zone: 'Europe/Moscow', from: '2026-11-02T09:00', shift: 'P1W', people: ['olga'] } }],
    }),
};
