import { z } from 'zod';
import { type Mistake, meant, quoted, type Readable, type Refused } from '../../platform/mistake.ts';
import { nearMatch } from '../../platform/near-match.ts';
import { isReservedSource, systemProblem } from '../envelope/stated-event.ts';
import { FINDINGS_EXCHANGE } from '../own-finding.ts';
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

type Stated = Readable<SourceDeclaration>;

/** What else is declared, null when nobody can say now; and what the schema has refused, from the list of sources on. */
export type AroundSources = {
  statuses: readonly string[] | null;
  systems: readonly string[] | null;
  refused: Refused;
};

/** What the schema can't see. */
export function sourceMistakes(
  sources: readonly (Stated | undefined)[] | undefined = [],
  { statuses, systems, refused }: AroundSources,
): Mistake[] {
  // Of a source that can't be read so far, nobody knows which messages it takes.
  const whole = sources.map((source, index) =>
    ['exchange', 'bindings', 'when'].some(key => refused([index, key])) ? null : (source as SourceDeclaration),
  );
  return sources.flatMap((source, index) => {
    if (source === undefined) return [];
    const mistakes = [
      ...nameMistakes(source, sources.slice(0, index)),
      ...exchangeMistakes(source, whole[index] ?? null, whole.slice(0, index)),
      ...patternMistakes(source),
      ...fieldMistakes(source, path => refused([index, 'fields', ...path])),
      ...systemMistakes(source, systems),
      ...statusMistakes(source, statuses),
    ];
    return mistakes.map(({ path, sentence }) => ({ path: [index, ...path], sentence }));
  });
}

function nameMistakes({ name, source }: Stated, before: readonly (Stated | undefined)[]): Mistake[] {
  const mistakes: Mistake[] = [];
  if (name !== undefined && before.some(other => other?.name === name)) {
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

function exchangeMistakes(
  { exchange }: Stated,
  source: SourceDeclaration | null,
  before: readonly (SourceDeclaration | null)[],
): Mistake[] {
  const { exchange: own, deadExchange } = defaultTopology;
  if (exchange === deadExchange) {
    const sentence = `The exchange ${deadExchange} is ours, for dead letters: bound to the queue they came from, they would go round for ever.`;
    return [{ path: ['exchange'], sentence }];
  }
  if (exchange === FINDINGS_EXCHANGE) {
    const sentence = `The exchange ${FINDINGS_EXCHANGE} is ours, for what we tell others of their orders: it is never taken in again.`;
    return [{ path: ['exchange'], sentence }];
  }
  if (source === null) return [];
  if (source.exchange === own && takesAllOf(source, { ...source, bindings: ['#'], when: undefined })) {
    const sentence = `The exchange ${own} is ours, and this source would read every plain event in it as its own. Say in \`when\` or \`bindings\` which messages it reads.`;
    return [{ path: ['exchange'], sentence }];
  }
  const greedy = before.find(other => other && takesAllOf(other, source));
  if (!greedy) return [];
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

function patternMistakes({ bindings = [], when }: Stated): Mistake[] {
  const stated = bindings.map((pattern, index) => ({ pattern, path: ['bindings', index] as (string | number)[] }));
  return [...stated, { pattern: when?.routingKey, path: ['when', 'routingKey'] }].flatMap(({ pattern, path }) => {
    const problem = pattern === undefined ? null : patternProblem(pattern);
    return problem === null ? [] : [{ path, sentence: `The pattern "${pattern}" ${problem}` }];
  });
}

function fieldMistakes(source: Stated, refused: Refused): Mistake[] {
  const { fields = {} } = source;
  const { ids = {} } = fields;
  const hasNone = (...names: (keyof typeof fields)[]) =>
    names.every(name => !refused([name]) && (name === 'ids' ? Object.keys(ids).length === 0 : !fields[name]));
  const mistakes: Mistake[] = expressionsOf(source).flatMap(({ path, text }) => {
    const sentence = expressionProblem(text);
    return sentence === null ? [] : [{ path, sentence }];
  });
  for (const system of Object.keys(ids)) {
    const problem = systemProblem(system);
    if (problem) mistakes.push({ path: ['fields', 'ids', system], sentence: problem.reason });
  }
  if (hasNone('orderId', 'ids', 'correlationId')) {
    const sentence =
      'No field names the order: declare `orderId`, or an id of it in another system under `ids`, or `correlationId`.';
    mistakes.push({ path: ['fields'], sentence });
  }
  if (hasNone('status', 'type')) {
    const sentence =
      'No field says what happened: declare `status` for changes of status, or `type` for facts without one.';
    mistakes.push({ path: ['fields'], sentence });
  }
  return mistakes;
}

/** A system that is misspelt would own no status: every word of it would stay unconfirmed, and its ids rank nowhere. */
function systemMistakes({ source, fields }: Stated, systems: readonly string[] | null): Mistake[] {
  if (systems === null) return [];
  const used = Object.keys(fields?.ids ?? {})
    .filter(system => systemProblem(system) === null)
    .map(system => ({ system, path: ['fields', 'ids', system] }));
  if (typeof source === 'string' && !isReservedSource(source)) used.unshift({ system: source, path: ['source'] });
  return used
    .filter(({ system }) => !systems.includes(system))
    .map(({ system, path }) => ({
      path,
      sentence: `The system ${quoted(system)} is not one of \`systems\`.${meant(system, systems)} Declared are ${systems.join(', ')}.`,
    }));
}

function statusMistakes({ statuses = {} }: Stated, statusNames: readonly string[] | null): Mistake[] {
  const seen = new Set<string>();
  return Object.entries(statuses).flatMap(([theirs, ours]) => {
    const mistakes: Mistake[] = [];
    const path = ['statuses', theirs];
    if (seen.has(theirs.trim())) {
      mistakes.push({ path, sentence: `"${theirs.trim()}" is mapped twice; spaces around it do not count.` });
    }
    seen.add(theirs.trim());
    if (ours !== undefined && statusNames !== null && !statusNames.includes(ours)) {
      const near = nearMatch(ours, statusNames);
      const meant = near === null ? '' : ` Did you mean ${near}?`;
      const sentence = `No lifecycle declares the status ${ours}.${meant} Declared are ${statusNames.join(', ')}.`;
      mistakes.push({ path, sentence });
    }
    return mistakes;
  });
}
