import { createBoard, labelVariable } from './board.ts';
import { board, console, logs } from './links.ts';
import { heatmap, stat, table, timeSeries } from './panel.ts';
import { once, quantile, share } from './promql.ts';
import { buckets, figure, line, sql } from './target.ts';

const QUEUE = 'queue=~"$queue"';
const DEAD = 'rabbitmq_global_messages_dead_lettered';
const rate = (counter: string) => `sum(rate(${counter}[$__rate_interval]))`;

export const MESSAGING = createBoard({
  uid: 'orderwatch-messaging',
  title: 'Messaging',
  description: 'Queues, their consumers and dead letters, and how old events are when they are recorded.',
  from: 'now-3h',
  variables: [labelVariable('queue', 'Queue', 'orderwatch_watched_queue_messages')],
  rows: [
    {
      id: 10,
      title: 'Now',
      panels: [
        stat({
          id: 11,
          title: 'Broker',
          description: 'Whether its management API answers: 1 or 0.',
          unit: 'bool_yes_no',
          width: 4,
          watch: 1,
          bad: 0.5,
          targets: [figure('max(orderwatch_watched_broker_reachable)')],
        }),
        stat({
          id: 12,
          title: 'Fullest queue',
          description: 'Messages in the queue that has most of them. Above 1,000 somebody is told.',
          unit: 'short',
          width: 4,
          watch: 500,
          bad: 1000,
          targets: [figure(`max(orderwatch_watched_queue_messages{${QUEUE}})`)],
        }),
        stat({
          id: 13,
          title: 'Without a consumer',
          description: 'Queues that hold messages and that nobody reads. Those for dead letters are among them.',
          unit: 'short',
          width: 4,
          watch: 1,
          targets: [
            figure(`count(${once(`orderwatch_watched_queue_consumers{${QUEUE}}`)} == 0
              and ${once(`orderwatch_watched_queue_messages{${QUEUE}}`)} > 0) or vector(0)`),
          ],
        }),
        stat({
          id: 14,
          title: 'Longest wait in a queue',
          description:
            'How long the oldest message of all queues has waited. An estimate where publishers state no time.',
          unit: 's',
          width: 4,
          watch: 300,
          bad: 1800,
          targets: [figure(`max(orderwatch_watched_queue_oldest_age_seconds{${QUEUE}})`)],
        }),
        stat({
          id: 15,
          title: 'In quarantine',
          description: 'Messages that could not be understood and have not been replayed.',
          unit: 'short',
          width: 4,
          watch: 1,
          targets: [figure('max(orderwatch_quarantine_open_messages)')],
          links: [board('What they have in common', 'orderwatch-support')],
        }),
        stat({
          id: 16,
          title: 'Alarms',
          description: 'Of the broker: with one of memory or disk it takes nothing from publishers.',
          unit: 'short',
          width: 4,
          bad: 1,
          targets: [figure('max(orderwatch_watched_broker_alarms)')],
        }),
      ],
    },
    {
      id: 20,
      title: 'Queues',
      panels: [
        timeSeries({
          id: 21,
          title: 'Messages',
          description:
            'In each queue, delivered ones included. A line that only rises: its readers are slower than its writers, or gone.',
          unit: 'short',
          width: 12,
          min: 0,
          watch: 500,
          bad: 1000,
          targets: [line(once(`orderwatch_watched_queue_messages{${QUEUE}}`), '{{queue}}')],
        }),
        timeSeries({
          id: 22,
          title: 'Oldest message',
          description: 'How long the message at the head has waited: what a customer notices, whatever the number.',
          unit: 's',
          width: 6,
          min: 0,
          targets: [line(once(`orderwatch_watched_queue_oldest_age_seconds{${QUEUE}}`), '{{queue}}')],
        }),
        timeSeries({
          id: 23,
          title: 'Consumers',
          description: 'A queue whose line falls to 0 has lost its reader.',
          unit: 'short',
          width: 6,
          min: 0,
          targets: [line(once(`orderwatch_watched_queue_consumers{${QUEUE}}`), '{{queue}}')],
        }),
        timeSeries({
          id: 24,
          title: 'Delivered and not acknowledged',
          description: 'What readers hold. Much of it that stays: a reader hangs, or takes more than it can work off.',
          unit: 'short',
          width: 12,
          min: 0,
          targets: [line(`sum by (queue) (rabbitmq_detailed_queue_messages_unacked{${QUEUE}})`, '{{queue}}')],
        }),
        timeSeries({
          id: 25,
          title: 'Ready',
          description: 'What waits for a reader.',
          unit: 'short',
          width: 12,
          min: 0,
          targets: [line(`sum by (queue) (rabbitmq_detailed_queue_messages_ready{${QUEUE}})`, '{{queue}}')],
        }),
      ],
    },
    {
      id: 30,
      title: 'Dead letters',
      panels: [
        timeSeries({
          id: 31,
          title: 'Messages that died',
          description: 'A minute, by why: rejected by their reader, too old, their queue full, or delivered too often.',
          unit: 'short',
          width: 12,
          min: 0,
          targets: ['rejected', 'expired', 'maxlen', 'delivery_limit'].map(why =>
            line(`${rate(`${DEAD}_${why}_total`)} * 60`, why.replace('_', ' ')),
          ),
        }),
        table({
          id: 32,
          title: 'Queues for dead letters',
          description:
            'How many lie there, since when, and whether they have been looked into; why not: docs/diagnosis.md.',
          unit: 'none',
          width: 12,
          height: 8,
          targets: [
            sql(`
              select q.name as "Queue", q.messages as "Messages", q.since as "Since", q.looked_into as "Looked into",
                     q.why_not as "Why not" from collector.dead_letter_queue q order by q.messages desc, q.name limit 50`),
          ],
          columns: { Messages: { watch: 1, width: 100 } },
        }),
      ],
    },
    {
      id: 40,
      title: 'Intake',
      panels: [
        timeSeries({
          id: 41,
          title: 'Messages taken in',
          description:
            'A second, by what became of them: recorded, known already, in conflict with what is known, or quarantined.',
          unit: 'mps',
          width: 8,
          min: 0,
          stacked: true,
          targets: [line('sum by (outcome) (rate(orderwatch_intake_messages_total[$__rate_interval]))', '{{outcome}}')],
        }),
        timeSeries({
          id: 42,
          title: 'Age of events',
          description:
            'From the time that a producer states to the time it was recorded. A click on a dot opens a trace.',
          unit: 's',
          width: 8,
          min: 0,
          watch: 30,
          bad: 300,
          targets: [0.5, 0.95, 0.99].map(q =>
            line(quantile(q, 'orderwatch_intake_event_age_seconds', { window: '5m' }), `${q * 100}th percentile`, {
              exemplars: true,
            }),
          ),
        }),
        heatmap({
          id: 43,
          title: 'How the age spreads',
          description: 'A band far above the others is a producer whose clock is wrong, or who sends late.',
          unit: 's',
          width: 8,
          targets: [buckets('sum by (le) (increase(orderwatch_intake_event_age_seconds_bucket[$__rate_interval]))')],
        }),
        timeSeries({
          id: 44,
          title: 'Batches',
          description: 'How long one takes, from its start to its acknowledgement, retries included.',
          unit: 's',
          width: 8,
          min: 0,
          targets: [0.5, 0.95].map(q =>
            line(quantile(q, 'orderwatch_intake_batch_seconds'), `${q * 100}th percentile`, { exemplars: true }),
          ),
        }),
        timeSeries({
          id: 45,
          title: 'Messages in a batch',
          description: 'On average. Large ones are what a backlog looks like.',
          unit: 'short',
          width: 8,
          min: 0,
          targets: [
            line(
              `${rate('orderwatch_intake_batch_messages_sum')} / (${rate('orderwatch_intake_batch_messages_count')} > 0)`,
              'messages',
            ),
          ],
        }),
        timeSeries({
          id: 46,
          title: 'Trouble',
          description:
            'A minute: batches that were tried again because the database could not take them, and messages put into quarantine, by reason.',
          unit: 'short',
          width: 8,
          min: 0,
          targets: [
            line(`${rate('orderwatch_intake_faults_total')} * 60`, 'tried again'),
            line('sum by (kind) (rate(orderwatch_intake_quarantined_total[$__rate_interval])) * 60', '{{kind}}'),
          ],
          links: [logs('Logs of the intake', '{service_name="orderwatch"} |= "intake"')],
        }),
        stat({
          id: 47,
          title: 'Taking messages',
          description: 'Processes that take messages from the queue.',
          unit: 'short',
          width: 6,
          watch: 1,
          bad: 0.5,
          targets: [figure('sum(orderwatch_intake_consuming)')],
        }),
        stat({
          id: 48,
          title: 'Last message',
          description: 'How long ago one came from the queue.',
          unit: 's',
          width: 6,
          watch: 600,
          targets: [figure('time() - max(orderwatch_intake_last_message_timestamp_seconds > 0)')],
        }),
        stat({
          id: 49,
          title: 'Known already',
          description: 'Share of the messages in the time that is looked at that were duplicates.',
          unit: 'percentunit',
          width: 6,
          watch: 0.2,
          targets: [
            figure(
              share(
                'sum(increase(orderwatch_intake_messages_total{outcome="duplicate"}[$__range]))',
                'sum(increase(orderwatch_intake_messages_total[$__range]))',
              ),
            ),
          ],
        }),
        stat({
          id: 50,
          title: 'Waiting for their batch',
          description: 'Messages that are decoded and not written yet.',
          unit: 'short',
          width: 6,
          targets: [figure('sum(orderwatch_intake_buffered_messages)')],
          links: [console('Orders by last news', '/orders')],
        }),
      ],
    },
    {
      id: 60,
      title: 'The broker',
      panels: [
        timeSeries({
          id: 61,
          title: 'Messages a second',
          description: 'Through the whole broker, over AMQP 0-9-1 and 1.0.',
          unit: 'mps',
          width: 8,
          min: 0,
          targets: ['received', 'routed', 'delivered', 'acknowledged', 'redelivered'].map(what =>
            line(rate(`rabbitmq_global_messages_${what}_total`), what),
          ),
        }),
        timeSeries({
          id: 62,
          title: 'Messages that no queue wanted',
          description:
            'A minute. Dropped ones are lost: an exchange has lost a binding, or a routing key was mistyped.',
          unit: 'short',
          width: 8,
          min: 0,
          targets: ['dropped', 'returned'].map(what =>
            line(`${rate(`rabbitmq_global_messages_unroutable_${what}_total`)} * 60`, what),
          ),
        }),
        timeSeries({
          id: 63,
          title: 'Connections and channels',
          description: 'A number of channels that only grows: somebody opens one for each message.',
          unit: 'short',
          width: 8,
          min: 0,
          targets: [
            line('sum(rabbitmq_connections)', 'connections'),
            line('sum(rabbitmq_channels)', 'channels'),
            line('sum(rabbitmq_consumers)', 'consumers'),
          ],
        }),
        timeSeries({
          id: 64,
          title: 'Memory',
          description: 'Of what the broker may have. At 1 it takes nothing from publishers.',
          unit: 'percentunit',
          width: 8,
          min: 0,
          watch: 0.7,
          bad: 0.9,
          targets: [
            line('rabbitmq_process_resident_memory_bytes / rabbitmq_resident_memory_limit_bytes', '{{instance}}'),
          ],
        }),
        timeSeries({
          id: 65,
          title: 'Free disk',
          description: 'Below the limit the broker takes nothing from publishers.',
          unit: 'bytes',
          width: 8,
          min: 0,
          targets: [
            line('rabbitmq_disk_space_available_bytes', 'free {{instance}}'),
            line('rabbitmq_disk_space_available_limit_bytes', 'limit {{instance}}'),
          ],
        }),
        timeSeries({
          id: 66,
          title: 'Files',
          description: 'Open files and sockets, of those it may open.',
          unit: 'percentunit',
          width: 8,
          min: 0,
          max: 1,
          watch: 0.8,
          targets: [line('rabbitmq_process_open_fds / rabbitmq_process_max_fds', '{{instance}}')],
        }),
      ],
    },
  ],
});
