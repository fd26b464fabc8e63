import { createBoard, labelVariable } from './board.ts';
import { logs } from './links.ts';
import { logLinesPanel, stat, states, table, timeSeries } from './panel.ts';
import { figure, line, logLines, rows, sql } from './target.ts';

const HERE = 'instance=~"$instance"';
const rate = (counter: string) => `sum by (instance) (rate(${counter}{${HERE}}[$__rate_interval]))`;

export const ORDERWATCH = createBoard({
  uid: 'orderwatch-itself',
  title: 'Orderwatch itself',
  description: 'Who watches the watcher: whether rules run, who leads, and how its processes are.',
  from: 'now-3h',
  variables: [labelVariable('instance', 'Process', 'orderwatch_build_info')],
  rows: [
    {
      id: 10,
      title: 'Now',
      panels: [
        stat({
          id: 11,
          title: 'Processes',
          description: 'That answer to Prometheus.',
          unit: 'short',
          width: 4,
          watch: 1,
          bad: 0.5,
          targets: [figure('count(orderwatch_build_info) or vector(0)')],
        }),
        stat({
          id: 12,
          title: 'Leaders',
          description: 'Processes that run the schedules. One is right; none, and nobody is told of anything.',
          unit: 'short',
          width: 4,
          watch: 1,
          bad: 0.5,
          targets: [figure('sum(orderwatch_scheduler_is_leader)')],
        }),
        stat({
          id: 13,
          title: 'Heartbeat',
          description: 'How long ago the leader last went through everything that was due: each second.',
          unit: 's',
          width: 4,
          watch: 30,
          bad: 120,
          targets: [figure('time() - max(orderwatch_scheduler_heartbeat_timestamp_seconds)')],
        }),
        stat({
          id: 14,
          title: 'Oldest success of a rule',
          description:
            'How long ago the rule that could not look for longest last could; digests, which are daily and weekly, left out.',
          unit: 's',
          width: 4,
          watch: 3600,
          bad: 90000,
          targets: [
            figure('time() - min(max by (rule) (orderwatch_rule_last_success_timestamp_seconds{rule!~"digest:.*"}))'),
          ],
        }),
        stat({
          id: 15,
          title: 'Configuration',
          description: 'Whether the one that counts is what its file says. No: the file was refused, the logs say why.',
          unit: 'bool_yes_no',
          width: 4,
          watch: 1,
          bad: 0.5,
          targets: [figure('min(orderwatch_config_last_reload_successful)')],
          links: [logs('Why it was refused', '{service_name="orderwatch"} |= "configuration"')],
        }),
        stat({
          id: 16,
          title: 'Age of the configuration',
          description: 'How long ago it was last read and found right.',
          unit: 's',
          width: 4,
          targets: [figure('time() - max(orderwatch_config_last_reload_success_timestamp_seconds)')],
        }),
        table({
          id: 17,
          title: 'Versions',
          description: 'What runs where. Two versions for longer than a deploy takes: one was forgotten.',
          unit: 'none',
          width: 8,
          height: 6,
          targets: [rows('max by (instance, version, node) (orderwatch_build_info)')],
          transformations: [
            {
              id: 'organize',
              options: {
                excludeByName: { Time: true, Value: true },
                renameByName: { instance: 'Process', version: 'Orderwatch', node: 'Node' },
              },
            },
          ],
        }),
        states({
          id: 18,
          title: 'Who leads',
          description:
            'Which process ran the schedules when. A change every few minutes: they lose their connection to the database.',
          unit: 'bool_yes_no',
          width: 8,
          targets: [line('max by (instance) (orderwatch_scheduler_is_leader)', '{{instance}}')],
        }),
        states({
          id: 19,
          title: 'Targets of Prometheus',
          description: 'What it reaches, by job: what is missing here is missing on the boards.',
          unit: 'bool_yes_no',
          width: 8,
          watch: 1,
          bad: 0.5,
          targets: [line('min by (job) (up)', '{{job}}')],
        }),
      ],
    },
    {
      id: 20,
      title: 'Rules',
      panels: [
        table({
          id: 21,
          title: 'Rules',
          description:
            'Last success (red after eight days, longer than any schedule waits; of others the alert RuleSilent says it sooner), how long a run takes, what it reads and what it finds. Nothing read, ever: its condition fits nothing.',
          unit: 'none',
          width: 14,
          height: 11,
          targets: [
            rows('time() - max by (rule) (orderwatch_rule_last_success_timestamp_seconds)'),
            rows('max by (rule) (orderwatch_rule_run_seconds)'),
            rows('max by (rule) (orderwatch_rule_rows_looked_at)'),
            rows('max by (rule) (orderwatch_rule_findings)'),
          ],
          transformations: [
            { id: 'merge', options: {} },
            {
              id: 'organize',
              options: {
                excludeByName: { Time: true },
                renameByName: {
                  rule: 'Rule',
                  'Value #A': 'Last success',
                  'Value #B': 'A run takes',
                  'Value #C': 'Looked at',
                  'Value #D': 'Found',
                },
              },
            },
          ],
          sortBy: 'Last success',
          columns: {
            'Last success': { unit: 's', bad: 691_200 },
            'A run takes': { unit: 's', watch: 5, bad: 30 },
            'Looked at': { unit: 'short' },
            Found: { unit: 'short' },
          },
        }),
        timeSeries({
          id: 22,
          title: 'Runs an hour',
          description: 'By result: done, blind (it could not look, and concluded nothing), failed.',
          unit: 'short',
          width: 10,
          height: 11,
          min: 0,
          targets: [line('sum by (result) (rate(orderwatch_rule_runs_total[$__rate_interval])) * 3600', '{{result}}')],
        }),
        table({
          id: 23,
          title: 'Runs that did not succeed',
          description: 'The newest of the last day first, with what they said. Empty: all did.',
          unit: 'none',
          width: 24,
          height: 7,
          targets: [
            sql(`
              select r.started_at as "Began", r.job as "Job", r.missed as "Missed before", r.blind as "Blind", r.error as "Failed"
                from alerts.run r
               where (r.error is not null or r.blind is not null) and r.started_at > now() - interval '1 day'
               order by r.started_at desc limit 50`),
          ],
        }),
      ],
    },
    {
      id: 30,
      title: 'Processes',
      panels: [
        timeSeries({
          id: 31,
          title: 'Event loop',
          description:
            'How late the process comes to what is due, at worst. From a tenth of a second on everything waits for it.',
          unit: 's',
          width: 8,
          min: 0,
          watch: 0.1,
          bad: 1,
          targets: [
            line(`max by (instance) (orderwatch_nodejs_eventloop_lag_p99_seconds{${HERE}})`, '{{instance}} 99th'),
            line(`max by (instance) (orderwatch_nodejs_eventloop_lag_seconds{${HERE}})`, '{{instance}} now'),
          ],
        }),
        timeSeries({
          id: 32,
          title: 'Processor',
          description: 'Seconds of processor time a second. JavaScript itself has one.',
          unit: 'short',
          width: 8,
          min: 0,
          targets: [line(rate('orderwatch_process_cpu_seconds_total'), '{{instance}}')],
        }),
        timeSeries({
          id: 33,
          title: 'Memory',
          description:
            'Of the process, and the part of it that JavaScript uses. A line that never falls again is a leak.',
          unit: 'bytes',
          width: 8,
          min: 0,
          targets: [
            line(`max by (instance) (orderwatch_process_resident_memory_bytes{${HERE}})`, '{{instance}}'),
            line(`max by (instance) (orderwatch_nodejs_heap_size_used_bytes{${HERE}})`, '{{instance}} used heap'),
          ],
        }),
        timeSeries({
          id: 34,
          title: 'Clearing up memory',
          description: 'Share of the time that it takes.',
          unit: 'percentunit',
          width: 8,
          min: 0,
          targets: [line(rate('orderwatch_nodejs_gc_duration_seconds_sum'), '{{instance}}')],
        }),
        timeSeries({
          id: 35,
          title: 'Connections to the database',
          description: 'Share of those it may have that are busy. At 1 everything waits, as the second line shows.',
          unit: 'short',
          width: 8,
          min: 0,
          targets: [
            line(
              `sum by (instance, pool) (orderwatch_database_pool_connections{${HERE}, state="busy"})
                / sum by (instance, pool) (orderwatch_database_pool_max_connections{${HERE}} > 0)`,
              '{{instance}} {{pool}}',
            ),
            line(
              `sum by (instance, pool) (orderwatch_database_pool_waiting_requests{${HERE}})`,
              '{{instance}} {{pool}} waiting',
            ),
          ],
        }),
        timeSeries({
          id: 36,
          title: 'Files and restarts',
          description: 'Open files of those it may open, and restarts an hour.',
          unit: 'short',
          width: 8,
          min: 0,
          targets: [
            line(
              `max by (instance) (orderwatch_process_open_fds{${HERE}} / orderwatch_process_max_fds{${HERE}})`,
              '{{instance}} files',
            ),
            line(
              `sum by (instance) (changes(orderwatch_process_start_time_seconds{${HERE}}[1h]))`,
              '{{instance}} restarts',
            ),
          ],
        }),
      ],
    },
    {
      id: 50,
      title: 'Logs',
      panels: [
        logLinesPanel({
          id: 51,
          title: 'What it says',
          description: 'Lines of Orderwatch, the newest first. A trace id in a line opens its trace.',
          unit: 'none',
          width: 24,
          targets: [logLines('{service_name="orderwatch"}')],
        }),
      ],
    },
  ],
});
