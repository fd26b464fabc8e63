import { createBoard, labelVariable } from './board.ts';
import { board, console } from './links.ts';
import { bars, heatmap, stat, table, timeSeries } from './panel.ts';
import { atMost, once, quantile, share } from './promql.ts';
import { buckets, figure, line, rows } from './target.ts';

const HERE = 'lifecycle=~"$lifecycle", status=~"$status"';
const TOWARDS = 'lifecycle=~"$lifecycle", to=~"$status"';

const count = (metric: string) => `sum(${once(`${metric}{${HERE}}`)})`;
const byStatus = (metric: string) => `sum by (lifecycle, status) (${once(`${metric}{${HERE}}`)})`;
/** Stays end seldom: an hour has enough of them for a percentile. */
const ofDwell = { matchers: HERE, by: 'status', window: '1h' };

export const ORDERS = createBoard({
  uid: 'orderwatch-orders',
  title: 'Orders',
  description:
    'How orders go through their statuses: what is stuck, at risk and overdue, and how long everything takes.',
  from: 'now-6h',
  variables: [
    labelVariable('lifecycle', 'Lifecycle', 'orderwatch_order_status_target_seconds'),
    labelVariable('status', 'Status', 'orderwatch_orders'),
  ],
  rows: [
    {
      id: 10,
      title: 'Now',
      panels: [
        stat({
          id: 11,
          title: 'Under way',
          description: 'Orders in a status that has a limit. Closed ones are left out.',
          unit: 'short',
          width: 4,
          targets: [
            figure(`sum(${once(`orderwatch_orders{${HERE}}`)}
              and on (lifecycle, status) ${once('orderwatch_order_status_target_seconds')})`),
          ],
          links: [console('Orders', '/orders')],
        }),
        stat({
          id: 12,
          title: 'Stuck',
          description: 'Past the limit of their status that must be kept.',
          unit: 'short',
          width: 4,
          bad: 1,
          targets: [figure(count('orderwatch_orders_stuck'))],
          links: [board('Who is stuck', 'orderwatch-support'), console('Stuck orders', '/orders?stuck=true')],
        }),
        stat({
          id: 13,
          title: 'At risk',
          description:
            'Past the target, in the status for longer than is usual, or likely to miss what was promised; not among the stuck.',
          unit: 'short',
          width: 4,
          watch: 1,
          targets: [figure(count('orderwatch_orders_at_risk'))],
          links: [console('Orders at risk', '/orders?atRisk=true')],
        }),
        stat({
          id: 14,
          title: 'Overdue',
          description: 'Past the date that the customer was promised.',
          unit: 'short',
          width: 4,
          bad: 1,
          targets: [figure(count('orderwatch_orders_overdue'))],
          links: [console('Overdue orders', '/orders?overdue=true')],
        }),
        stat({
          id: 15,
          title: 'Frozen',
          description: 'A person has stopped the clock, or the lifecycle has: no limit runs.',
          unit: 'short',
          width: 4,
          targets: [figure(count('orderwatch_orders_frozen'))],
        }),
        stat({
          id: 16,
          title: 'Counted',
          description:
            'How long ago these figures were counted. It should stay below a minute: else nobody leads, see Orderwatch.',
          unit: 's',
          width: 4,
          watch: 60,
          bad: 300,
          targets: [figure('time() - max(orderwatch_orders_counted_timestamp_seconds)')],
          links: [board('Orderwatch', 'orderwatch-itself')],
        }),
      ],
    },
    {
      id: 20,
      title: 'By status',
      panels: [
        table({
          id: 21,
          title: 'Statuses',
          description:
            'Orders by status, and for how long the oldest of them is there, beside what is declared: the target and the limit.',
          unit: 'short',
          width: 24,
          height: 11,
          targets: [
            rows(byStatus('orderwatch_orders')),
            rows(byStatus('orderwatch_orders_stuck')),
            rows(byStatus('orderwatch_orders_at_risk')),
            rows(byStatus('orderwatch_orders_overdue')),
            rows(byStatus('orderwatch_orders_longest_stay_seconds')),
            rows(byStatus('orderwatch_order_status_target_seconds')),
            rows(byStatus('orderwatch_order_status_breach_seconds')),
          ],
          transformations: [
            { id: 'merge', options: {} },
            {
              id: 'organize',
              options: {
                excludeByName: { Time: true },
                indexByName: { lifecycle: 0, status: 1 },
                renameByName: {
                  lifecycle: 'Lifecycle',
                  status: 'Status',
                  'Value #A': 'Orders',
                  'Value #B': 'Stuck',
                  'Value #C': 'At risk',
                  'Value #D': 'Overdue',
                  'Value #E': 'Longest',
                  'Value #F': 'Target',
                  'Value #G': 'Limit',
                },
              },
            },
          ],
          sortBy: 'Stuck',
          columns: {
            Status: {
              links: [console('Orders in this status', '/orders?status=${__data.fields.Status:percentencode}')],
            },
            Stuck: { bad: 1 },
            'At risk': { watch: 1 },
            Overdue: { bad: 1 },
            Longest: { unit: 's' },
            Target: { unit: 's' },
            Limit: { unit: 's' },
          },
        }),
        timeSeries({
          id: 22,
          title: 'Stuck orders',
          description: 'Past the limit of their status, by status. All at once is one cause: look at incidents.',
          unit: 'short',
          width: 12,
          min: 0,
          stacked: true,
          targets: [line(`sum by (status) (${once(`orderwatch_orders_stuck{${HERE}}`)})`, '{{status}}')],
        }),
        timeSeries({
          id: 23,
          title: 'Orders by status',
          description:
            'Those in statuses with a limit. A status that grows while the next ones stand still is where they wait.',
          unit: 'short',
          width: 12,
          min: 0,
          stacked: true,
          targets: [
            line(
              `sum by (status) (${once(`orderwatch_orders{${HERE}}`)}
                and on (lifecycle, status) ${once('orderwatch_order_status_target_seconds')})`,
              '{{status}}',
            ),
          ],
        }),
      ],
    },
    {
      id: 30,
      title: 'Flow',
      panels: [
        timeSeries({
          id: 31,
          title: 'Moves an hour',
          description:
            'Orders that came into a status, as an hourly rate. A line that falls to nothing: whoever moves them is silent.',
          unit: 'short',
          width: 12,
          min: 0,
          targets: [
            line(
              `sum by (to) (rate(orderwatch_order_transitions_total{${TOWARDS}}[$__rate_interval])) * 3600`,
              '{{to}}',
            ),
          ],
        }),
        table({
          id: 32,
          title: 'From where to where',
          description: 'Moves in the time that is looked at. What the lifecycle does not allow is an anomaly as well.',
          unit: 'short',
          width: 6,
          height: 8,
          targets: [
            rows(
              `sort_desc(sum by (from, to) (increase(orderwatch_order_transitions_total{${TOWARDS}}[$__range])) > 0)`,
            ),
          ],
          transformations: [
            {
              id: 'organize',
              options: { excludeByName: { Time: true }, renameByName: { from: 'From', to: 'To', Value: 'Moves' } },
            },
          ],
          sortBy: 'Moves',
        }),
        timeSeries({
          id: 33,
          title: 'Stays within their target',
          description:
            'Of the stays that ended within an hour: how many kept the target. Statuses without limits are left out.',
          unit: 'percentunit',
          width: 6,
          min: 0,
          max: 1,
          watch: 0.95,
          bad: 0.8,
          targets: [
            line(
              `sum by (status) (rate(orderwatch_order_stays_total{${HERE}, within="target"}[1h]))
                / (sum by (status) (rate(orderwatch_order_stays_total{${HERE}, within!="unlimited"}[1h])) > 0)`,
              '{{status}}',
            ),
          ],
        }),
      ],
    },
    {
      id: 40,
      title: 'How long it takes',
      panels: [
        timeSeries({
          id: 41,
          title: 'Half of the stays are shorter',
          description: 'The median of the stays that ended within an hour, by status.',
          unit: 's',
          width: 8,
          min: 0,
          targets: [line(quantile(0.5, 'orderwatch_order_dwell_seconds', ofDwell), '{{status}}', { exemplars: true })],
        }),
        timeSeries({
          id: 42,
          title: 'Nineteen of twenty are shorter',
          description: 'The 95th percentile of the stays that ended within an hour, by status.',
          unit: 's',
          width: 8,
          min: 0,
          targets: [line(quantile(0.95, 'orderwatch_order_dwell_seconds', ofDwell), '{{status}}', { exemplars: true })],
        }),
        table({
          id: 43,
          title: 'Against what is declared',
          description: 'Percentiles of the stays that ended in the time that is looked at, beside target and limit.',
          unit: 's',
          width: 8,
          height: 8,
          targets: [
            rows(quantile(0.5, 'orderwatch_order_dwell_seconds', { ...ofDwell, window: '$__range' })),
            rows(quantile(0.95, 'orderwatch_order_dwell_seconds', { ...ofDwell, window: '$__range' })),
            rows(`max by (status) (orderwatch_order_status_target_seconds{${HERE}})`),
            rows(`max by (status) (orderwatch_order_status_breach_seconds{${HERE}})`),
          ],
          transformations: [
            { id: 'merge', options: {} },
            {
              id: 'organize',
              options: {
                excludeByName: { Time: true },
                renameByName: {
                  status: 'Status',
                  'Value #A': 'Median',
                  'Value #B': '95th',
                  'Value #C': 'Target',
                  'Value #D': 'Limit',
                },
              },
            },
          ],
        }),
      ],
    },
    {
      id: 50,
      title: 'Price calculation',
      panels: [
        stat({
          id: 51,
          title: 'Longest wait',
          description:
            'How long the order that waits for its price longest has waited. From 30 minutes on something is slow, from an hour on wrong.',
          unit: 's',
          width: 4,
          watch: 1800,
          bad: 3600,
          targets: [figure('max(orderwatch_orders_longest_stay_seconds{lifecycle=~"$lifecycle", status="SUBMITTED"})')],
          links: [console('Orders that wait for a price', '/orders?status=SUBMITTED')],
        }),
        bars({
          id: 52,
          title: 'Done within',
          description: 'Share of the prices in the time that is looked at that were there within 2, 30 and 60 minutes.',
          unit: 'percentunit',
          width: 6,
          height: 8,
          min: 0,
          max: 1,
          targets: [[120, '2 min'] as const, [1800, '30 min'] as const, [3600, '60 min'] as const].map(
            ([seconds, legend]) =>
              figure(
                share(
                  `sum(increase(orderwatch_price_calculation_seconds_bucket{lifecycle=~"$lifecycle", ${atMost(seconds)}}[$__range]))`,
                  'sum(increase(orderwatch_price_calculation_seconds_count{lifecycle=~"$lifecycle"}[$__range]))',
                ),
                legend,
              ),
          ),
        }),
        timeSeries({
          id: 53,
          title: 'From SUBMITTED to PRICE_CALCULATED',
          description: 'Prices that were there within an hour. A click on a dot opens the trace of one order.',
          unit: 's',
          width: 7,
          min: 0,
          watch: 1800,
          bad: 3600,
          targets: [0.5, 0.95].map(q =>
            line(
              quantile(q, 'orderwatch_price_calculation_seconds', {
                matchers: 'lifecycle=~"$lifecycle"',
                window: '1h',
              }),
              `${q * 100}th percentile`,
              { exemplars: true },
            ),
          ),
        }),
        heatmap({
          id: 54,
          title: 'How they spread',
          description: 'Two bands are two kinds of orders, or two machines.',
          unit: 's',
          width: 7,
          targets: [
            buckets(
              'sum by (le) (increase(orderwatch_price_calculation_seconds_bucket{lifecycle=~"$lifecycle"}[$__rate_interval]))',
            ),
          ],
        }),
      ],
    },
    {
      id: 60,
      title: 'What systems say',
      panels: [
        timeSeries({
          id: 61,
          title: 'From the first to say it to another',
          description:
            'Nineteen of twenty times another system says the same status of the same order sooner than that, by the times that they state.',
          unit: 's',
          width: 12,
          min: 0,
          targets: [
            line(
              quantile(0.95, 'orderwatch_order_source_delay_seconds', { by: 'from, to', window: '15m' }),
              '{{from}} → {{to}}',
            ),
          ],
        }),
        timeSeries({
          id: 62,
          title: 'Contradictions',
          description: 'Anomalies an hour, by kind, as they come to light: docs/ledger.md says what each means.',
          unit: 'short',
          width: 12,
          min: 0,
          targets: [
            line('sum by (kind) (rate(orderwatch_order_anomalies_total[$__rate_interval])) * 3600', '{{kind}}'),
          ],
          links: [console('Orders with anomalies', '/orders?anomaly=true')],
        }),
      ],
    },
  ],
});
