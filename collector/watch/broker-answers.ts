import { z } from 'zod';

/**
 * What we read of the management API's answers. What a broker leaves out is left out here, too: a queue that was just
 * declared has no figures yet, one of a quorum has no timestamp of its head, and an empty table may come as `[]`.
 */
const table = z.preprocess(
  value => (Array.isArray(value) ? {} : value),
  z.record(z.string(), z.unknown()).default({}).catch({}),
);
const rate = z.object({ rate: z.number().catch(0) }).optional();

const queue = z.object({
  vhost: z.string(),
  name: z.string(),
  type: z.string().optional(),
  messages: z.number().optional(),
  messages_ready: z.number().optional(),
  messages_unacknowledged: z.number().optional(),
  consumers: z.number().optional(),
  // '' where there is none.
  head_message_timestamp: z.number().optional().catch(undefined),
  arguments: table,
  effective_policy_definition: table,
  message_stats: z
    .object({
      publish_details: rate,
      ack_details: rate,
      deliver_no_ack_details: rate,
      get_no_ack_details: rate,
    })
    .optional()
    .catch(undefined),
});
export type QueueAnswer = z.infer<typeof queue>;

export const queuesAnswer = z.object({ page_count: z.number(), items: z.array(queue) });

export const QUEUE_COLUMNS = [
  ...Object.keys(queue.shape).filter(column => column !== 'message_stats'),
  ...['publish', 'ack', 'deliver_no_ack', 'get_no_ack'].map(what => `message_stats.${what}_details.rate`),
].join(',');

const exchange = z.object({ vhost: z.string(), name: z.string(), type: z.string() });
export type ExchangeAnswer = z.infer<typeof exchange>;
export const exchangesAnswer = z.array(exchange);
export const EXCHANGE_COLUMNS = Object.keys(exchange.shape).join(',');

const binding = z.object({
  vhost: z.string(),
  source: z.string(),
  destination: z.string(),
  destination_type: z.string(),
  routing_key: z.string(),
});
export type BindingAnswer = z.infer<typeof binding>;
export const bindingsAnswer = z.array(binding);
export const BINDING_COLUMNS = Object.keys(binding.shape).join(',');

export const nodesAnswer = z.array(
  z.object({
    name: z.string(),
    running: z.boolean().default(true),
    mem_alarm: z.boolean().optional(),
    disk_free_alarm: z.boolean().optional(),
  }),
);

export const alarmsAnswer = z.object({
  alarms: z.array(z.object({ node: z.string(), resource: z.string() })).default([]),
});

export const overviewAnswer = z.object({ rabbitmq_version: z.string() });

const death = z.object({
  queue: z.string(),
  reason: z.string(),
  count: z.int().min(0).optional().catch(undefined),
  exchange: z.string().optional(),
  'routing-keys': z.array(z.string()).optional(),
  // Seconds.
  time: z.number().optional().catch(undefined),
});

const taken = z.object({
  payload: z.string(),
  payload_encoding: z.enum(['string', 'base64']),
  exchange: z.string(),
  routing_key: z.string(),
  properties: table,
});
export type TakenAnswer = z.infer<typeof taken>;
export const takenAnswer = z.array(taken);

export function headersOf({ properties }: TakenAnswer): Record<string, unknown> {
  return table.parse(properties.headers);
}

/** The latest first; none where somebody has put a message aside by hand. */
export function deathsOf(answer: TakenAnswer): z.infer<typeof death>[] {
  return z.array(death).catch([]).parse(headersOf(answer)['x-death']);
}
