import { z } from 'zod';
import { mustBe } from '../tracker/calendar-section.ts';
import { A_DURATION, isDuration } from '../tracker/iso-duration.ts';

/** What several conditions declare in the same words. */

export const duration = (description: string, example: string) =>
  z
    .string()
    .refine(isDuration, mustBe(A_DURATION))
    .meta({ description, format: 'duration', examples: [example] });

export const SERVICE_LEVELS = ['target', 'breach'] as const;

export function isServiceLevel(over: unknown): over is (typeof SERVICE_LEVELS)[number] {
  return over === 'target' || over === 'breach';
}

export const stayLimit = z
  .string()
  .refine(over => isServiceLevel(over) || isDuration(over), mustBe(`target, breach or ${A_DURATION}`))
  .meta({
    description:
      "How long is too long: `target` or `breach` of the status's service level, or a length of its own. Frozen time does " +
      'not count.',
    examples: ['breach', 'PT1H'],
  });

export const time = z
  .enum(['calendar', 'business'])
  .exactOptional()
  .meta({
    description:
      "What a length of its own is counted in: `calendar`, or `business`: time in which the lifecycle's calendar is open.",
    default: 'calendar',
    examples: ['business'],
  });

export const number = (description: string, example: number) =>
  z
    .int()
    .refine(over => over >= 0 && over <= 1_000_000_000, mustBe(`a whole number from 0 such as ${example}`))
    .meta({ description, examples: [example] });

export const name = (description: string, example: string) =>
  z
    .string()
    .regex(/\S/, mustBe(`a name such as ${example}`))
    .meta({ description, examples: [example] });
