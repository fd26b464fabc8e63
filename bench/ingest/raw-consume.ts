import { connect } from 'amqplib';
import { serve, stopwatch } from './peer.ts';

// Consume, parse the JSON, acknowledge in multiples: what the broker and the client library can do at most.
const PREFETCH = 3_000;
const ACKNOWLEDGE_EVERY = 1_000;

await serve(async ({ amqpUrl, queue, count }) => {
  const connection = await connect(amqpUrl);
  const channel = await connection.createChannel();
  await channel.prefetch(PREFETCH, false);
  const watch = stopwatch(count);
  const { promise, resolve } = Promise.withResolvers<number>();
  let seen = 0;
  await channel.consume(queue, delivery => {
    if (!delivery) return;
    watch.begin();
    const event = JSON.parse(delivery.content.toString()) as { eventId: string };
    if (event.eventId === '') throw new Error('An event without an id');
    seen += 1;
    if (seen % ACKNOWLEDGE_EVERY === 0 || seen === count) channel.ack(delivery, true);
    if (seen === count) resolve(watch.end());
  });
  const figure = await promise;
  await connection.close();
  return figure;
});
