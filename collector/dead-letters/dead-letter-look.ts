import type { Instant } from '../../platform/clock.ts';
import { type Pool, transaction } from '../../platform/postgres.ts';
import type { Decode } from '../envelope/decode.ts';
import type { BrokerNow } from '../watch/ask-broker.ts';
import { overviewAnswer, type QueueAnswer, takenAnswer } from '../watch/broker-answers.ts';
import { queueKey } from '../watch/dead-letter-targets.ts';
import type { ManagementApi } from '../watch/management-api.ts';
import { deadLetterOf } from './dead-letter-of.ts';
import { type DeadLetterQueue, readDeadLetterQueues, saveDeadLetterQueues } from './dead-letter-queues.ts';
import { type DeadLetter, emptyDeadLetters, forgetDeadLetters, saveDeadLetters } from './dead-letter-rows.ts';
import { type Standing, typeOf, whenToLook } from './when-to-look.ts';

/** So many messages of a queue are looked at, and so much of each: those that died first, and what names an order. */
const MOST_MESSAGES = 200;
const MOST_BYTES = 64 * 1024;

/** Queues that are looked into in one run; the others have their turn in the next ones. */
const MOST_QUEUES = 5;

const KEPT_MS = 30 * 24 * 3_600_000;

export type DeadLetterLook = {
  /**
   * Finds out whose messages lie in queues for dead letters, where that harms none (`whenToLook`). A broker that does not
   * answer is written down; it rejects when the database does not.
   */
  runOnce(seen: BrokerNow, now: Instant): Promise<void>;
};

type Looked = { queue: DeadLetterQueue; letters: readonly DeadLetter[] | null };

export function createDeadLetterLook({
  api,
  pool,
  decode,
}: {
  api: ManagementApi;
  pool: Pool;
  decode: Decode;
}): DeadLetterLook {
  async function majorOf(queues: readonly QueueAnswer[]): Promise<number | null> {
    if (!queues.some(queue => typeOf(queue) === 'quorum')) return null;
    const answer = await api.get('overview?columns=rabbitmq_version').catch(() => null);
    const parsed = overviewAnswer.safeParse(answer?.kind === 'found' ? answer.json : null);
    return parsed.success ? Number.parseInt(parsed.data.rabbitmq_version, 10) : null;
  }

  /** Takes them and puts them back where they were. */
  async function lookInto(queue: QueueAnswer): Promise<DeadLetter[] | 'not_allowed' | 'no_answer'> {
    const path = `queues/${encodeURIComponent(queue.vhost)}/${encodeURIComponent(queue.name)}/get`;
    const how = { count: MOST_MESSAGES, ackmode: 'ack_requeue_true', encoding: 'auto', truncate: MOST_BYTES };
    const answer = await api.post(path, how).catch(() => null);
    if (answer?.kind === 'forbidden') return 'not_allowed';
    const taken = takenAnswer.safeParse(answer?.kind === 'found' ? answer.json : null);
    if (!taken.success) return 'no_answer';
    return Promise.all(taken.data.map(one => deadLetterOf(one, queue, decode)));
  }

  async function look(queue: QueueAnswer, known: DeadLetterQueue | null, standing: Standing, now: Instant) {
    const { vhost, name } = queue;
    const messages = queue.messages!;
    const { since = now, lookedAt = null, depthThen = null } = known ?? {};
    const row = { vhost, name, messages, since, lookedAt, depthThen };
    if (standing === 'known') return { queue: { ...row, lookedInto: true, whyNot: null }, letters: null };
    if (standing !== 'look') return { queue: { ...row, lookedInto: false, whyNot: standing }, letters: null };
    const found = await lookInto(queue);
    if (typeof found === 'string') {
      return { queue: { ...row, lookedInto: false, whyNot: found, lookedAt: now }, letters: null };
    }
    return { queue: { ...row, lookedInto: true, whyNot: null, lookedAt: now, depthThen: messages }, letters: found };
  }

  return {
    runOnce: async ({ queues, deadLetterTargets }, now) => {
      const known = new Map((await readDeadLetterQueues(pool)).map(queue => [queueKey(queue), queue]));
      const filled = queues.filter(queue => deadLetterTargets.has(queueKey(queue)) && (queue.messages ?? 0) > 0);
      const major = await majorOf(filled);
      const looked: Looked[] = [];
      let left = MOST_QUEUES;
      for (const queue of filled) {
        const before = known.get(queueKey(queue)) ?? null;
        let standing = whenToLook(queue, before, major, now);
        if (standing === 'look' && --left < 0) standing = before?.whyNot === null ? 'known' : 'not_yet';
        looked.push(await look(queue, before, standing, now));
      }
      await keep(looked, [...known.values()], now);
    },
  };

  async function keep(looked: readonly Looked[], known: readonly DeadLetterQueue[], now: Instant): Promise<void> {
    const there = new Set(looked.map(({ queue }) => queueKey(queue)));
    await transaction(pool, async tx => {
      await saveDeadLetterQueues(
        tx,
        looked.map(({ queue }) => queue),
      );
      await emptyDeadLetters(
        tx,
        known.filter(queue => !there.has(queueKey(queue))),
        now,
      );
      for (const { queue, letters } of looked) if (letters) await saveDeadLetters(tx, queue, onceEach(letters), now);
      await forgetDeadLetters(tx, now - KEPT_MS);
    });
  }
}

/** Twins without an id of their own are one. */
function onceEach(letters: readonly DeadLetter[]): DeadLetter[] {
  return [...new Map(letters.map(letter => [letter.digest, letter])).values()];
}
