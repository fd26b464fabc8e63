import { z } from 'zod';
import { type Mistake, meant, quoted, type Readable } from '../../platform/mistake.ts';
import { mustBe } from '../calendar-section.ts';
import { A_DURATION, isDuration, nominalMs, parseDuration } from '../iso-duration.ts';
import { type DecisionSettings, USUAL_DECISIONS } from './settings.ts';

const duration = (description: string, example: string) =>
  z
    .string()
    .refine(isDuration, mustBe(A_DURATION))
    .exactOptional()
    .meta({ description, format: 'duration', examples: [example], default: example });

/** What the configuration says of what people decide about orders. */
export const decisionsSection = z
  .strictObject({
    queue: z
      .array(z.string())
      .min(1)
      .exactOptional()
      .meta({
        description:
          'The statuses of which operators take orders from the work queue. Left out: all from which an order can go on.',
        examples: [['MANUFACTURING_APPROVED', 'PACKAGING']],
      }),
    claimFor: duration('Whoever has taken an order and does nothing with it for so long has it no more.', 'PT4H'),
    proposalsFor: duration('So long a correction that the lifecycle does not allow waits for a second person.', 'P1D'),
    publish: z
      .strictObject({
        exchange: z
          .string()
          .min(1)
          .max(127)
          .exactOptional()
          .meta({ description: 'Where it is published.', default: 'orders', examples: ['orders'] }),
        corrections: z.boolean().exactOptional().meta({
          description: 'Corrections of a status, where whoever makes one does not say otherwise.',
          default: false,
        }),
        advances: z
          .boolean()
          .exactOptional()
          .meta({ description: 'What operators bring to its next status.', default: false }),
      })
      .exactOptional()
      .meta({
        description:
          'What CRM and MES are told of decisions that people make here, over RabbitMQ, as plain events of the source `orderwatch`.',
        examples: [{ advances: true }],
      }),
  })
  .exactOptional()
  .meta({
    description: 'What people decide about orders: the work queue, corrections, and who is told of them.',
    examples: [{ queue: ['MANUFACTURING_APPROVED', 'PACKAGING'], claimFor: 'PT4H' }],
  });

type Declared = z.infer<NonNullable<typeof decisionsSection>>;

/** `statuses`: all that are declared; null while nobody knows them. Paths are from the root of the document. */
export function decisionsMistakes(
  declared: Readable<Declared> | undefined,
  statuses: readonly string[] | null,
): Mistake[] {
  if (statuses === null) return [];
  return (declared?.queue ?? []).flatMap((status, index) => {
    if (status === undefined || statuses.includes(status)) return [];
    return [
      {
        path: ['decisions', 'queue', index],
        sentence: `There is no status ${quoted(status)}.${meant(status, statuses)}`,
      },
    ];
  });
}

export function compileDecisions(declared: Declared | undefined): DecisionSettings {
  const { queue = null, claimFor, proposalsFor, publish } = declared ?? {};
  const length = (iso: string | undefined, usual: number) =>
    iso === undefined ? usual : nominalMs(parseDuration(iso));
  return {
    queue,
    claimForMs: length(claimFor, USUAL_DECISIONS.claimForMs),
    proposalsForMs: length(proposalsFor, USUAL_DECISIONS.proposalsForMs),
    publish: { ...USUAL_DECISIONS.publish, ...publish },
  };
}
