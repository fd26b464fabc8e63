import { z } from 'zod';
import { type Mistake, meant, type Path, quoted, type Readable } from '../../platform/mistake.ts';
import { mustBe } from '../../tracker/calendar-section.ts';
import { isDuration, nominalMs, parseDuration } from '../../tracker/iso-duration.ts';
import type { Endpoint, EndpointMethod } from './endpoint.ts';

/** What the configuration declares of addresses that are asked whether they answer: `endpoints`. */

/** It is the value of a label. */
const NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/;
const METHODS = ['GET', 'HEAD', 'POST'] as const satisfies readonly EndpointMethod[];

const SECOND_MS = 1_000;
const BETWEEN = { min: 5 * SECOND_MS, max: 120 * SECOND_MS };
const TIMEOUT = { min: SECOND_MS / 10, max: 10 * SECOND_MS };

const length = (description: string, byDefault: string, { min, max }: typeof BETWEEN, expectation: string) =>
  z
    .string()
    .refine(iso => isDuration(iso) && msOf(iso) >= min && msOf(iso) <= max, mustBe(expectation))
    .exactOptional()
    .meta({ description, format: 'duration', default: byDefault, examples: [byDefault] });

const status = z
  .int()
  .refine(code => code >= 100 && code <= 599, mustBe('a status of HTTP such as 200'))
  .meta({ examples: [200] });

const endpoint = z
  .strictObject({
    url: z
      .string()
      .refine(isPlainUrl, mustBe('an address without user and password such as https://crm.example/health'))
      .meta({
        description: 'What is asked. Redirects are not followed.',
        examples: ['https://crm.example/health'],
      }),
    method: z
      .enum(METHODS)
      .exactOptional()
      .meta({ description: 'How it is asked, always without a body.', default: 'GET', examples: ['HEAD'] }),
    expect: z
      .union([status, z.array(status).min(1)], mustBe('a status of HTTP such as 200, or a list of them'))
      .exactOptional()
      .meta({
        description: 'Which statuses are right. Left out: those from 200 to 299.',
        examples: [200, [200, 401]],
      }),
    timeout: length('So long it may take, all of its answer included.', 'PT5S', TIMEOUT, 'from PT0.1S to PT10S'),
    every: length('How often it is asked.', 'PT15S', BETWEEN, 'from PT5S to PT2M'),
    of: z
      .string()
      .regex(/\S/, mustBe('the name of a system such as crm'))
      .exactOptional()
      .meta({
        description:
          'Whose it is: orders that wait for that system are stuck behind it. Left out: that of the system that bears its ' +
          'name, else nobody’s.',
        examples: ['crm'],
      }),
  })
  .meta({ description: 'An address that has to answer.' });

export const endpointsSection = z
  .record(z.string(), endpoint)
  .exactOptional()
  .meta({
    description:
      'Addresses of systems, by a name of your own, that are asked whether they answer, and how fast: rules and the ' +
      'diagnosis look at that, and metrics show it.',
    propertyNames: { type: 'string', pattern: NAME.source },
    examples: [{ crm: { url: 'https://crm.example/health' } }],
  });

export type EndpointsDeclaration = NonNullable<z.infer<typeof endpointsSection>>;

/** Paths are from the root of the document. `systems`: those that may be meant; null: nobody knows. */
export function endpointsMistakes(
  declared: Readable<EndpointsDeclaration> | undefined,
  systems: readonly string[] | null,
): Mistake[] {
  return Object.entries(declared ?? {}).flatMap(([name, one]) => {
    const path = ['endpoints', name];
    return [...nameMistakes(name, path), ...ownerMistakes(one?.of, path, systems), ...timeMistakes(one ?? {}, path)];
  });
}

function nameMistakes(name: string, path: Path): Mistake[] {
  if (NAME.test(name)) return [];
  const form =
    'a name has 1 to 64 small letters, digits, dots, hyphens and underscores, and begins with a letter or digit.';
  return [{ path, sentence: `${quoted(name)} is no name for an endpoint; ${form}` }];
}

function ownerMistakes(of: string | undefined, path: Path, systems: readonly string[] | null): Mistake[] {
  if (of === undefined || systems === null || systems.includes(of)) return [];
  const where = '`systems` and `sources`';
  const known =
    systems.length === 0 ? `none is declared in ${where}` : `declared in ${where} are ${systems.join(', ')}`;
  return [{ path: [...path, 'of'], sentence: `The system ${quoted(of)} is not known; ${known}.${meant(of, systems)}` }];
}

/** Whoever still waits for an answer does not ask again. */
function timeMistakes({ timeout, every }: { timeout?: string | undefined; every?: string | undefined }, path: Path) {
  if (msOf(timeout ?? 'PT5S') <= msOf(every ?? 'PT15S')) return [];
  const at = timeout === undefined ? 'every' : 'timeout';
  const sentence = `It is asked every ${every ?? 'PT15S'}, before \`timeout\` (${timeout ?? 'PT5S'}) is over; make that shorter, or \`every\` longer.`;
  return [{ path: [...path, at], sentence }];
}

/** Of a section without mistakes. */
export function compileEndpoints(
  declared: EndpointsDeclaration | undefined,
  systems: readonly string[],
): readonly Endpoint[] {
  return Object.entries(declared ?? {}).map(([name, { url, method, expect, timeout, every, of }]) => ({
    name,
    system: of ?? (systems.includes(name) ? name : null),
    url,
    method: method ?? 'GET',
    expects: expect === undefined ? null : [expect].flat(),
    timeoutMs: msOf(timeout ?? 'PT5S'),
    everyMs: msOf(every ?? 'PT15S'),
  }));
}

/** A secret has no place in the document. */
function isPlainUrl(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
}

function msOf(iso: string): number {
  return nominalMs(parseDuration(iso));
}
