import { connect } from 'amqplib';
import { messages, type Workload } from './workload.ts';

const AT_ONCE = 5_000;

/**
 * Publishes a workload, persistent and confirmed, to the queues (each a durable quorum queue) by the default exchange.
 * `traced`: each message names a trace of its own.
 */
export async function fill(
  amqpUrl: string,
  queues: readonly string[],
  workload: Workload,
  count: number,
  { traced = false }: { traced?: boolean } = {},
) {
  const connection = await connect(amqpUrl);
  const channel = await connection.createConfirmChannel();
  let published = 0;
  for (const { routingKey, body, messageId } of messages(workload, count, Date.now())) {
    for (const queue of queues) {
      channel.sendToQueue(queue, body, {
        persistent: true,
        contentType: 'application/json',
        messageId,
        headers: { 'x-routing-key': routingKey, ...(traced && { traceparent: traceparentOf(messageId) }) },
      });
    }
    published += 1;
    if (published % AT_ONCE === 0) await channel.waitForConfirms();
  }
  await channel.waitForConfirms();
  await connection.close();
}

function traceparentOf(messageId: string): string {
  const hex = messageId.replaceAll('-', '');
  return `00-${hex}-${hex.slice(16)}-01`;
}
