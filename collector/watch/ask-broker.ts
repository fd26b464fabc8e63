import type { z } from 'zod';
import {
  alarmsAnswer,
  BINDING_COLUMNS,
  type BindingAnswer,
  bindingsAnswer,
  EXCHANGE_COLUMNS,
  type ExchangeAnswer,
  exchangesAnswer,
  nodesAnswer,
  QUEUE_COLUMNS,
  type QueueAnswer,
  queuesAnswer,
} from './broker-answers.ts';
import { deadLetteringOf, deadLetterTargets } from './dead-letter-targets.ts';
import type { ManagementApi } from './management-api.ts';

// The most that a page may have.
const PAGE = 500;

export type BrokerNow = {
  queues: QueueAnswer[];
  /** In words. */
  alarms: string[];
  /** By `queueKey`. */
  deadLetterTargets: Set<string>;
};

/** What there is to see. Throws when there is no proper answer. */
export async function askBroker(api: ManagementApi): Promise<BrokerNow> {
  const queues = await askQueues(api);
  const alarms = await askAlarms(api);
  // Exchanges and bindings may be many, and matter to nothing else.
  const routed = queues.some(queue => (deadLetteringOf(queue)?.exchange ?? '') !== '');
  const routes = routed ? await askRoutes(api) : { exchanges: [], bindings: [] };
  return { queues, alarms, deadLetterTargets: deadLetterTargets(queues, routes) };
}

/** All queues of the virtual hosts that the user may see. */
async function askQueues(api: ManagementApi): Promise<QueueAnswer[]> {
  const queues: QueueAnswer[] = [];
  for (let page = 1; ; page++) {
    const answer = await ask(api, `queues?page=${page}&page_size=${PAGE}&columns=${QUEUE_COLUMNS}`, queuesAnswer);
    if (answer === 'forbidden') throw new Error(MAY_NOT);
    if (answer === 'absent') return queues;
    queues.push(...answer.items);
    if (page >= answer.page_count) return queues;
  }
}

/** What dead letters can be followed by; nothing where the user may not see it. */
async function askRoutes(api: ManagementApi): Promise<{ exchanges: ExchangeAnswer[]; bindings: BindingAnswer[] }> {
  const exchanges = await ask(api, `exchanges?columns=${EXCHANGE_COLUMNS}`, exchangesAnswer);
  const bindings = await ask(api, `bindings?columns=${BINDING_COLUMNS}`, bindingsAnswer);
  return { exchanges: listOf(exchanges), bindings: listOf(bindings) };
}

/** A user without the tag `monitoring` may not see nodes, but whether there are alarms. */
async function askAlarms(api: ManagementApi): Promise<string[]> {
  const nodes = await ask(api, 'nodes?columns=name,running,mem_alarm,disk_free_alarm', nodesAnswer);
  if (typeof nodes !== 'string') {
    return nodes.flatMap(({ name, running, mem_alarm, disk_free_alarm }) => [
      ...(running ? [] : [`${name} is down`]),
      ...(mem_alarm ? [`memory of ${name}`] : []),
      ...(disk_free_alarm ? [`disk of ${name}`] : []),
    ]);
  }
  const check = await ask(api, 'health/checks/alarms', alarmsAnswer);
  return typeof check === 'string' ? [] : check.alarms.map(({ node, resource }) => `${resource} of ${node}`);
}

const MAY_NOT =
  'The management API does not let this user in: the name or the password is wrong, or the user lacks the tag management';

async function ask<Schema extends z.ZodType>(
  api: ManagementApi,
  path: string,
  schema: Schema,
): Promise<z.infer<Schema> | 'forbidden' | 'absent'> {
  const answer = await api.get(path);
  if (answer.kind !== 'found') return answer.kind;
  const parsed = schema.safeParse(answer.json);
  if (parsed.success) return parsed.data;
  throw new Error(`The management API answers ${path.split('?')[0]} with something else than it should`);
}

function listOf<T>(answer: T[] | 'forbidden' | 'absent'): T[] {
  return typeof answer === 'string' ? [] : answer;
}
