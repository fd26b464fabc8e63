import { z } from 'zod';
import type { WatchedQueue } from '../../collector/watch/watched-queues.ts';
import { smallestLag } from '../../tracker/arrival-lag.ts';
import type { Condition, Look } from '../condition.ts';
import type { Found } from '../finding.ts';
import { readFreshQueues } from '../fresh-sample.ts';
import { lengthLevels, numberLevels } from '../lengths.ts';
import { worstPassed } from '../levels.ts';
import type { RuleContext } from '../rule-context.ts';
import { lengthInWords } from '../sentences.ts';
import { SEVERITIES } from '../severity.ts';
import { foundThing } from '../thing.ts';
import { duration, name, number } from '../written-limits.ts';

const queue = name('Which queues, by name; `*` stands for any run of characters.', 'mes.*');

export const queueDepth = z
  .strictObject({
    kind: z.literal('queueDepth').meta({ description: 'Too many messages wait in a queue.', examples: ['queueDepth'] }),
    queue,
    over: number('So many messages are still right.', 1_000),
  })
  .meta({ description: '`queueDepth`: too many messages wait in a queue.' });

export const consumersGone = z
  .strictObject({
    kind: z
      .literal('consumersGone')
      .meta({ description: 'Nobody reads from a queue any more that had readers.', examples: ['consumersGone'] }),
    queue,
    for: duration('How long that may be so: a consumer that is deployed is gone for a while.', 'PT2M'),
  })
  .meta({ description: '`consumersGone`: nobody reads from a queue any more that had readers.' });

export const deadLetters = z
  .strictObject({
    kind: z
      .literal('deadLetters')
      .meta({ description: 'Messages were put aside that nobody could work off.', examples: ['deadLetters'] }),
    queue,
    over: number('So many are still right.', 0),
  })
  .meta({ description: '`deadLetters`: messages wait in a queue for dead letters.' });

export const messageAge = z
  .strictObject({
    kind: z
      .literal('messageAge')
      .meta({ description: 'Messages wait in a queue for too long.', examples: ['messageAge'] }),
    queue,
    over: duration('So long may the oldest one wait.', 'PT10M'),
  })
  .meta({ description: '`messageAge`: messages wait in a queue for too long; not those put aside as dead letters.' });

/** What one queue is found for; null: for nothing. */
type Judge = (queue: WatchedQueue, look: Look) => Found | null | Promise<Found | null>;

export function compileQueueDepth(declared: z.infer<typeof queueDepth>, on: RuleContext): Condition {
  const levels = numberLevels(declared.over, on);
  return ofQueues('queueDepth', declared.queue, on, ({ name, messages, consumers }) => {
    const level = worstPassed(levels, ({ over }) => messages > over);
    return (
      level &&
      foundThing(`queue:${name}`, {
        severity: level.severity,
        detail: {
          en: `${messages} messages wait in ${name}, and ${consumers} consumers read from it.`,
          ru: `В ${name} ждут сообщений: ${messages}, читателей: ${consumers}.`,
        },
      })
    );
  });
}

export function compileConsumersGone(declared: z.infer<typeof consumersGone>, on: RuleContext): Condition {
  const levels = lengthLevels(declared.for, on);
  return ofQueues('consumersGone', declared.queue, on, ({ name, messages, consumers, hadConsumersAt }, { now }) => {
    if (consumers > 0 || hadConsumersAt === null) return null;
    const level = worstPassed(levels, ({ over }) => hadConsumersAt + over.ms <= now);
    const length = lengthInWords(now - hadConsumersAt);
    return (
      level &&
      foundThing(`queue:${name}`, {
        severity: level.severity,
        since: hadConsumersAt,
        limitAt: hadConsumersAt + level.over.ms,
        limit: level.over.iso,
        detail: {
          en: `Nobody has read from ${name} for ${length.en}; ${messages} messages wait.`,
          ru: `Из ${name} никто не читает уже ${length.ru}; ждут сообщений: ${messages}.`,
        },
      })
    );
  });
}

export function compileDeadLetters(declared: z.infer<typeof deadLetters>, on: RuleContext): Condition {
  const levels = numberLevels(declared.over, on);
  return ofQueues('deadLetters', declared.queue, on, ({ name, messages, isDeadLetter }) => {
    const level = isDeadLetter ? worstPassed(levels, ({ over }) => messages > over) : null;
    return (
      level &&
      foundThing(`queue:${name}`, {
        severity: level.severity,
        detail: {
          en: `${messages} dead ${messages === 1 ? 'letter' : 'letters'} in ${name}.`,
          ru: `Недоставленных сообщений в ${name}: ${messages}.`,
        },
      })
    );
  });
}

const LAG_WINDOW_MS = 60_000;

export function compileMessageAge(declared: z.infer<typeof messageAge>, on: RuleContext): Condition {
  const levels = lengthLevels(declared.over, on);
  return ofQueues('messageAge', declared.queue, on, async (queue, { db, now }) => {
    // Dead letters wait for somebody, however long that takes: that there are any is a matter of its own.
    if (queue.messages === 0 || queue.isDeadLetter) return null;
    // What has just come out of our own queue tells exactly how long it was in it.
    const lag = queue.isOurs ? await smallestLag(db, { after: now - LAG_WINDOW_MS, upTo: now }) : null;
    const age = lag ?? queue.oldestAgeMs;
    const level = age === null ? null : worstPassed(levels, ({ over }) => age > over.ms);
    if (!level) return null;
    const [length, { name }] = [lengthInWords(age!), queue];
    const isEstimate = lag === null && queue.ageIsEstimate;
    return foundThing(`queue:${name}`, {
      severity: level.severity,
      limit: level.over.iso,
      detail: {
        en: `Messages wait in ${name} for ${isEstimate ? 'about ' : ''}${length.en}${isEstimate ? ' (an estimate: depth by rate)' : ''}.`,
        ru: `Сообщения в ${name} ждут ${isEstimate ? 'около ' : ''}${length.ru}${isEstimate ? ' (оценка: глубина на скорость)' : ''}.`,
      },
    });
  });
}

function ofQueues(kind: string, pattern: string, on: RuleContext, judge: Judge): Condition {
  return {
    kind,
    look: async look => {
      const read = await readFreshQueues(look.db, on.watched, pattern, look.now);
      if (read.kind === 'blind') return read;
      const found: Found[] = [];
      for (const queue of read.queues) {
        const one = await judge(queue, look);
        if (one) found.push(one);
      }
      return { kind: 'seen', lookedAt: read.queues.length, found: onceEach(found) };
    },
  };
}

/** Queues of two virtual hosts may have one name: the worse one is told. */
function onceEach(found: readonly Found[]): Found[] {
  const worstLast = found.toSorted((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
  return [...new Map(worstLast.map(one => [one.subject, one])).values()];
}
