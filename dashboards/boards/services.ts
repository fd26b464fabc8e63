import { createBoard, labelVariable, textVariable } from './board.ts';
import { logs } from './links.ts';
import { heatmap, logLinesPanel, stat, states, table, timeSeries } from './panel.ts';
import { once, quantile, share } from './promql.ts';
import { buckets, figure, line, logLines, rows } from './target.ts';

const HERE = 'route=~"$route"';
const requests = (matchers: string, window = '$__rate_interval') =>
  `sum(rate(orderwatch_api_request_seconds_count{${matchers}}[${window}]))`;

export const SERVICES = createBoard({
  uid: 'orderwatch-services',
  title: 'API and services',
  description: 'Rate, errors and duration of the API, whether the systems around answer, and the machine below.',
  from: 'now-3h',
  variables: [
    labelVariable('route', 'Route', 'orderwatch_api_request_seconds_count'),
    labelVariable('endpoint', 'Endpoint', 'orderwatch_watched_endpoint_up'),
    textVariable('search', 'Logs with'),
  ],
  rows: [
    {
      id: 10,
      title: 'API',
      panels: [
        stat({
          id: 11,
          title: 'Requests',
          description: 'A second, over the last five minutes.',
          unit: 'reqps',
          width: 4,
          targets: [figure(requests(HERE, '5m'))],
        }),
        stat({
          id: 12,
          title: 'Errors of ours',
          description: 'Share of the requests of the last five minutes that were answered by 5xx.',
          unit: 'percentunit',
          width: 4,
          watch: 0.01,
          bad: 0.05,
          targets: [figure(share(requests(`${HERE}, status="5xx"`, '5m'), requests(HERE, '5m')))],
        }),
        stat({
          id: 13,
          title: '95th percentile',
          description: 'Nineteen of twenty requests of the last five minutes took less.',
          unit: 's',
          width: 4,
          watch: 0.5,
          bad: 2,
          targets: [figure(quantile(0.95, 'orderwatch_api_request_seconds', { matchers: HERE, window: '5m' }))],
        }),
        stat({
          id: 14,
          title: 'Under way',
          description: 'Requests that have not been answered yet. Streams stay open and are counted.',
          unit: 'short',
          width: 4,
          targets: [figure('sum(orderwatch_api_requests_in_flight)')],
        }),
        stat({
          id: 15,
          title: 'Endpoints that answer',
          description: 'Of those of other systems that the configuration names.',
          unit: 'percentunit',
          width: 4,
          watch: 1,
          bad: 0.99,
          targets: [figure(`avg(${once('orderwatch_watched_endpoint_up')})`)],
        }),
        stat({
          id: 16,
          title: 'Targets that do not answer',
          description: 'That Prometheus scrapes in vain. What they would show is missing from every board.',
          unit: 'short',
          width: 4,
          bad: 1,
          targets: [figure('count(up == 0) or vector(0)')],
        }),
        timeSeries({
          id: 17,
          title: 'Rate',
          description: 'Requests a second, by what came of them.',
          unit: 'reqps',
          width: 8,
          min: 0,
          stacked: true,
          targets: [
            line(
              `sum by (status) (rate(orderwatch_api_request_seconds_count{${HERE}}[$__rate_interval]))`,
              '{{status}}',
            ),
          ],
        }),
        timeSeries({
          id: 18,
          title: 'Errors',
          description: 'Share of the requests answered by 5xx, and by 4xx: of ours, and of those who ask.',
          unit: 'percentunit',
          width: 8,
          min: 0,
          targets: ['5xx', '4xx'].map(status =>
            line(share(requests(`${HERE}, status="${status}"`), requests(HERE)), status),
          ),
          links: [logs('Logs', '{service_name="orderwatch"}')],
        }),
        timeSeries({
          id: 19,
          title: 'Duration',
          description: 'From the head of a request to the end of its answer. A click on a dot opens its trace.',
          unit: 's',
          width: 8,
          min: 0,
          watch: 0.5,
          bad: 2,
          targets: [0.5, 0.95, 0.99].map(q =>
            line(quantile(q, 'orderwatch_api_request_seconds', { matchers: HERE }), `${q * 100}th percentile`, {
              exemplars: true,
            }),
          ),
        }),
        table({
          id: 20,
          title: 'Routes',
          description:
            'In the time that is looked at: requests, those answered by 5xx, and how long nineteen of twenty took.',
          unit: 'short',
          width: 14,
          height: 9,
          targets: [
            rows(`sum by (method, route) (increase(orderwatch_api_request_seconds_count{${HERE}}[$__range])) > 0`),
            rows(
              `sum by (method, route) (increase(orderwatch_api_request_seconds_count{${HERE}, status="5xx"}[$__range]))`,
            ),
            rows(
              quantile(0.95, 'orderwatch_api_request_seconds', {
                matchers: HERE,
                by: 'method, route',
                window: '$__range',
              }),
            ),
          ],
          transformations: [
            { id: 'merge', options: {} },
            {
              id: 'organize',
              options: {
                excludeByName: { Time: true },
                renameByName: {
                  method: 'Method',
                  route: 'Route',
                  'Value #A': 'Requests',
                  'Value #B': 'Errors',
                  'Value #C': '95th',
                },
              },
            },
          ],
          sortBy: 'Requests',
          columns: { Method: { width: 90 }, Errors: { bad: 1 }, '95th': { unit: 's', watch: 0.5, bad: 2 } },
        }),
        heatmap({
          id: 21,
          title: 'How durations spread',
          description: 'Two bands: some requests find what they need in memory, others do not.',
          unit: 's',
          width: 10,
          targets: [
            buckets(`sum by (le) (increase(orderwatch_api_request_seconds_bucket{${HERE}}[$__rate_interval]))`),
          ],
        }),
      ],
    },
    {
      id: 30,
      title: 'Systems around',
      panels: [
        states({
          id: 31,
          title: 'Endpoints',
          description: 'Whether what the configuration names under "endpoints" answers, as Orderwatch asks it.',
          unit: 'bool_yes_no',
          width: 12,
          watch: 1,
          bad: 0.5,
          targets: [line(once('orderwatch_watched_endpoint_up{endpoint=~"$endpoint"}'), '{{endpoint}}')],
        }),
        timeSeries({
          id: 32,
          title: 'How fast they answer',
          description: 'Nineteen of twenty answers came sooner.',
          unit: 's',
          width: 6,
          height: 6,
          min: 0,
          targets: [
            line(
              quantile(0.95, 'orderwatch_watched_endpoint_latency_seconds', {
                matchers: 'endpoint=~"$endpoint"',
                by: 'endpoint',
                window: '5m',
              }),
              '{{endpoint}}',
            ),
          ],
        }),
        timeSeries({
          id: 33,
          title: 'Availability',
          description: 'Share of the last questions that were answered as they should be.',
          unit: 'percentunit',
          width: 6,
          height: 6,
          min: 0,
          max: 1,
          targets: [
            line(once('orderwatch_watched_endpoint_availability_ratio{endpoint=~"$endpoint"}'), '{{endpoint}}'),
          ],
        }),
        states({
          id: 34,
          title: 'Seen from outside',
          description: 'Whether addresses answer to the blackbox exporter, which knows nothing of Orderwatch.',
          unit: 'bool_yes_no',
          width: 12,
          watch: 1,
          bad: 0.5,
          targets: [line('max by (instance) (probe_success)', '{{instance}}')],
        }),
        timeSeries({
          id: 35,
          title: 'How long that takes',
          description: 'Looking up the name and connecting included.',
          unit: 's',
          width: 12,
          height: 6,
          min: 0,
          targets: [line('max by (instance) (probe_duration_seconds)', '{{instance}}')],
        }),
        timeSeries({
          id: 36,
          title: 'Spans a second',
          description: 'Of every service that sends traces, counted by the collector.',
          unit: 'ops',
          width: 12,
          min: 0,
          targets: [
            line(
              'sum by (service_name, status_code) (rate(traces_span_metrics_calls_total[$__rate_interval]))',
              '{{service_name}} {{status_code}}',
            ),
          ],
        }),
        timeSeries({
          id: 37,
          title: 'How long they take',
          description: 'The 95th percentile of what services do for others: answer requests and take messages.',
          unit: 'ms',
          width: 12,
          min: 0,
          targets: [
            line(
              quantile(0.95, 'traces_span_metrics_duration_milliseconds', {
                matchers: 'span_kind=~"SPAN_KIND_SERVER|SPAN_KIND_CONSUMER"',
                by: 'service_name, span_name',
              }),
              '{{service_name}} {{span_name}}',
              { exemplars: true },
            ),
          ],
        }),
      ],
    },
    {
      id: 50,
      title: 'The machine',
      panels: [
        timeSeries({
          id: 51,
          title: 'Processors',
          description: 'Share of them that is busy.',
          unit: 'percentunit',
          width: 8,
          min: 0,
          max: 1,
          watch: 0.8,
          targets: [
            line('1 - avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[$__rate_interval]))', '{{instance}}'),
          ],
        }),
        timeSeries({
          id: 52,
          title: 'Memory',
          description: 'Share of it that is taken and can’t be had back.',
          unit: 'percentunit',
          width: 8,
          min: 0,
          max: 1,
          watch: 0.85,
          targets: [line('1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes', '{{instance}}')],
        }),
        timeSeries({
          id: 53,
          title: 'Disk',
          description: 'Share that is taken, of each file system. The ledger only grows.',
          unit: 'percentunit',
          width: 8,
          min: 0,
          max: 1,
          watch: 0.8,
          targets: [
            line(
              `max by (instance, mountpoint) (1 - node_filesystem_avail_bytes{fstype!~"tmpfs|ramfs|squashfs"}
                / (node_filesystem_size_bytes{fstype!~"tmpfs|ramfs|squashfs"} > 0))`,
              '{{mountpoint}}',
            ),
          ],
        }),
      ],
    },
    {
      id: 60,
      title: 'Logs',
      panels: [
        logLinesPanel({
          id: 61,
          title: 'Lines of all services',
          description: 'The newest first, with the words of "Logs with" in them. A trace id in a line opens its trace.',
          unit: 'none',
          width: 24,
          targets: [logLines('{service_name=~".+"} |~ "(?i)$search"')],
        }),
      ],
    },
  ],
});
