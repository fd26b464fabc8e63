import { z } from 'zod';
import type { Mistake } from '../../platform/mistake.ts';
import { nearMatch } from '../../platform/near-match.ts';
import { isReservedSource, systemProblem } from '../envelope/stated-event.ts';
import { defaultTopology, type ForeignExchange } from '../topology.ts';
import { expressionProblem } from './expression.ts';
import { compileSource, expressionsOf, type Source } from './source.ts';
import { bindingsOf, type SourceDeclaration, sourceDeclaration } from './source-declaration.ts';
import { coversPattern, patternProblem } from './topic-pattern.ts';

export const sourcesSection = z
  .array(sourceDeclaration)
  .optional()
  .meta({
    description: 'Messages that were there before us: the exchanges to bind to, and how to read what comes from them.',
    examples: [
      [{ name: 'acme-crm', exchange: 'crm.events', source: 'crm', fields: { orderId: '$.number', status: '$.state' } }],
    ],
  });

/** Throws for a declaration of which `sourceMistakes` tells. */
export function compileSources(sources: readonly SourceDeclaration[] = []): readonly Source[] {
  return sources.map(compileSource);
}

/** What is to be bound. Our own exchange is bound as it is. */
export function foreignExchanges(sources: readonly Pick<Source, 'declared'>[]): readonly ForeignExchange[] {
  const found = new Map<string, Set<string>>();
  for (const { declared } of sources) {
    const { exchange } = declared;
    if (exchange === defaultTopology.exchange) continue;
    found.set(exchange, new Set([...(found.get(exchange) ?? []), ...bindingsOf(declared)]));
  }
  return [...found].map(([name, patterns]) => ({ name, patterns: [...patterns] }));
}

/**
 * What the schema can't see. Null for a source that the schema refuses: it is looked at when that is mended.
 * `statusNames`: of all lifecycles; null when nobody can say now.
 */
export function sourceMistakes(
  sources: readonly (SourceDeclaration | null)[] | undefined,
  statusNames: readonly string[] | null,
): Mistake[] {
  return (sources ?? []).flatMap((source, index) => {
    if (source === null) return [];
    const before = sources!.slice(0, index).filter(other => other !== null);
    const mistakes = [
      ...nameMistakes(source, before),
      ...exchangeMistakes(source, before),
      ...patternMistakes(source),
      ...fieldMistakes(source),
      ...statusMistakes(source, statusNames),
      ...zoneMistakes(source),
    ];
    return mistakes.map(({ path, sentence }) => ({ path: [index, ...path], sentence }));
  });
}

function nameMistakes({ name, source }: SourceDeclaration, before: readonly SourceDeclaration[]): Mistake[] {
  const mistakes: Mistake[] = [];
  if (before.some(other => other.name === name)) {
    mistakes.push({ path: ['name'], sentence: `There is another source named ${name}; each needs a name of its own.` });
  }
  if (typeof source === 'string' && isReservedSource(source)) {
    mistakes.push({
      path: ['source'],
      sentence: `The source "${source}" is reserved; write the name of the system that publishes.`,
    });
  }
  return mistakes;
}

function exchangeMistakes(source: SourceDeclaration, before: readonly SourceDeclaration[]): Mistake[] {
  const { exchange: own, deadExchange } = defaultTopology;
  if (source.exchange === deadExchange) {
    const sentence = `The exchange ${deadExchange} is ours, for dead letters: bound to the queue they came from, they would go round for ever.`;
    return [{ path: ['exchange'], sentence }];
  }
  if (source.exchange === own && takesAllOf(source, { ...source, bindings: ['#'], when: undefined })) {
    const sentence = `The exchange ${own} is ours, and this source would read every plain event in it as its own. Say in \`when\` or \`bindings\` which messages it reads.`;
    return [{ path: ['exchange'], sentence }];
  }
  const greedy = before.find(other => takesAllOf(other, source));
  if (greedy === undefined) return [];
  const sentence = `This source never reads a message: ${greedy.name}, declared before it, takes all of exchange ${source.exchange} that it could read. Declare ${source.name} first, or say in \`when\` what ${greedy.name} leaves.`;
  return [{ path: ['exchange'], sentence }];
}

/** Surely, not possibly: where this says no, messages may still never come through. */
function takesAllOf(one: SourceDeclaration, other: SourceDeclaration): boolean {
  const { routingKey, headers = {} } = one.when ?? {};
  const wanted = other.when?.headers ?? {};
  const takes = (patterns: readonly string[]) => {
    const covers = (pattern: string) => patterns.some(mine => coversPattern(mine, pattern));
    return bindingsOf(other).every(covers) || (other.when?.routingKey !== undefined && covers(other.when.routingKey));
  };
  return (
    one.exchange === other.exchange &&
    takes(bindingsOf(one)) &&
    (routingKey === undefined || takes([routingKey])) &&
    Object.entries(headers).every(([name, value]) => Object.hasOwn(wanted, name) && wanted[name] === value)
  );
}

function patternMistakes({ bindings = [], when }: SourceDeclaration): Mistake[] {
  const patterns = bindings.map((pattern, index) => ({ pattern, path: ['bindings', index] as (string | number)[] }));
  if (when?.routingKey !== undefined) patterns.push({ pattern: when.routingKey, path: ['when', 'routingKey'] });
  return patterns.flatMap(({ pattern, path }) => {
    const problem = patternProblem(pattern);
    return problem === null ? [] : [{ path, sentence: `The pattern "${pattern}" ${problem}` }];
  });
}

function fieldMistakes(source: SourceDeclaration): Mistake[] {
  const { orderId, ids = {}, correlationId, status, type } = source.fields;
  const mistakes: Mistake[] = expressionsOf(source).flatMap(({ path, text }) => {
    const sentence = expressionProblem(text);
    return sentence === null ? [] : [{ path, sentence }];
  });
  for (const system of Object.keys(ids)) {
    const problem = systemProblem(system);
    if (problem) mistakes.push({ path: ['fields', 'ids', system], sentence: problem.reason });
  }
  if (orderId === undefined && correlationId === undefined && Object.keys(ids).length === 0) {
    const sentence =
      'No field names the order: declare `orderId`, or an id of it in another system under `ids`, or `correlationId`.';
    mistakes.push({ path: ['fields'], sentence });
  }
  if (status === undefined && type === undefined) {
    const sentence =
      'No field says what happened: declare `status` for changes of status, or `type` for facts without one.';
    mistakes.push({ path: ['fields'], sentence });
  }
  return mistakes;
}

function statusMistakes({ statuses = {} }: SourceDeclaration, statusNames: readonly string[] | null): Mistake[] {
  const seen = new Set<string>();
  return Object.entries(statuses).flatMap(([theirs, ours]) => {
    const mistakes: Mistake[] = [];
    const path = ['statuses', theirs];
    if (seen.has(theirs.trim())) {
      mistakes.push({ path, sentence: `"${theirs.trim()}" is mapped twice; spaces around it do not count.` });
    }
    seen.add(theirs.trim());
    if (statusNames !== null && !statusNames.includes(ours)) {
      const near = nearMatch(ours, statusNames);
      const meant = near === null ? '' : ` Did you mean ${near}?`;
      const sentence = `No lifecycle declares the status ${ours}.${meant} Declared are ${statusNames.join(', ')}.`;
      mistakes.push({ path, sentence });
    }
    return mistakes;
  });
}

function zoneMistakes({ zone }: SourceDeclaration): Mistake[] {
  if (zone === undefined || isZone(zone)) return [];
  const near = nearMatch(zone, Intl.supportedValuesOf('timeZone'));
  const meant = near === null ? 'Write an IANA name such as Europe/Moscow.' : `Did you mean ${near}?`;
  return [{ path: ['zone'], sentence: `There is no time zone ${zone}. ${meant}` }];
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
