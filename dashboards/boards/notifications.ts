import { MappingType, type ValueMap } from '@grafana/grafana-foundation-sdk/dashboard';
import { createBoard, labelVariable } from './board.ts';
import { board, console } from './links.ts';
import { stat, states, table, timeSeries } from './panel.ts';
import { once, quantile, share } from './promql.ts';
import { figure, line, sql } from './target.ts';

const HERE = 'channel=~"$channel"';
const settled = (matchers: string, window: string) =>
  `sum(rate(orderwatch_notifications_settled_total{${HERE}${matchers && `, ${matchers}`}}[${window}]))`;
/** What came to an end; what will be tried again has not. */
const ENDED = 'result=~"sent|failed|dead|unknown"';

const CIRCUIT: ValueMap = {
  type: MappingType.ValueToText,
  options: { 0: { text: 'closed' }, 1: { text: 'trying one' }, 2: { text: 'open' } },
};

export const NOTIFICATIONS = createBoard({
  uid: 'orderwatch-notifications',
  title: 'Notifications',
  description: 'Whether customers, partners and staff are told, how soon, and by which way; and who escalates to whom.',
  from: 'now-6h',
  variables: [labelVariable('channel', 'Channel', 'orderwatch_notifications_queued')],
  rows: [
    {
      id: 10,
      title: 'Now',
      panels: [
        stat({
          id: 11,
          title: 'Went out',
          description: 'Share of the messages that came to an end within the last hour that a provider took.',
          unit: 'percentunit',
          width: 4,
          watch: 0.99,
          bad: 0.95,
          targets: [figure(`${settled('result="sent"', '1h')} / (${settled(ENDED, '1h')} > 0)`)],
        }),
        stat({
          id: 12,
          title: 'Waiting',
          description: 'For their time or for a worker.',
          unit: 'short',
          width: 4,
          targets: [figure(`sum(${once(`orderwatch_notifications_queued{${HERE}}`)})`)],
        }),
        stat({
          id: 13,
          title: 'Latest',
          description: 'How much later than it should have gone the oldest waiting message is.',
          unit: 's',
          width: 4,
          watch: 60,
          bad: 600,
          targets: [figure(`max(orderwatch_notifications_oldest_age_seconds{${HERE}})`)],
        }),
        stat({
          id: 14,
          title: 'Given up',
          description: 'Tried as often as makes sense. A person has to look: docs/notifications.md.',
          unit: 'short',
          width: 4,
          bad: 1,
          targets: [figure('max(orderwatch_notifications_dead)')],
        }),
        stat({
          id: 15,
          title: 'Nobody knows',
          description:
            'Messages of which it is not known whether they went out. They are not sent again by themselves.',
          unit: 'short',
          width: 4,
          watch: 1,
          targets: [figure('max(orderwatch_notifications_unknown)')],
        }),
        stat({
          id: 16,
          title: 'Webhooks switched off',
          description:
            'Of partners: they failed for so long that nothing is sent there until somebody switches them on.',
          unit: 'short',
          width: 4,
          watch: 1,
          targets: [figure('max(orderwatch_notifications_endpoints_off)')],
        }),
      ],
    },
    {
      id: 20,
      title: 'Messages',
      panels: [
        timeSeries({
          id: 21,
          title: 'What came of them',
          description: 'Messages a minute, by result.',
          unit: 'short',
          width: 8,
          min: 0,
          stacked: true,
          targets: [
            line(
              `sum by (result) (rate(orderwatch_notifications_settled_total{${HERE}}[$__rate_interval])) * 60`,
              '{{result}}',
            ),
          ],
        }),
        timeSeries({
          id: 22,
          title: 'Taken by providers',
          description: 'Messages a minute, by channel and provider.',
          unit: 'short',
          width: 8,
          min: 0,
          targets: [
            line(
              `sum by (channel, provider) (rate(orderwatch_notifications_sent_total{${HERE}}[$__rate_interval])) * 60`,
              '{{channel}} {{provider}}',
            ),
          ],
        }),
        timeSeries({
          id: 23,
          title: 'From the fact to the provider',
          description: 'Nineteen of twenty messages went out sooner, quiet hours and waiting for more included.',
          unit: 's',
          width: 8,
          min: 0,
          targets: [
            line(
              quantile(0.95, 'orderwatch_notifications_handover_seconds', {
                matchers: HERE,
                by: 'channel',
                window: '15m',
              }),
              '{{channel}}',
              { exemplars: true },
            ),
          ],
        }),
        timeSeries({
          id: 24,
          title: 'Attempts that failed',
          description: 'A minute, by reason; those that will be repeated, too.',
          unit: 'short',
          width: 8,
          min: 0,
          targets: [
            line(
              `sum by (channel, reason) (rate(orderwatch_notifications_failed_total{${HERE}}[$__rate_interval])) * 60`,
              '{{channel}} {{reason}}',
            ),
          ],
        }),
        timeSeries({
          id: 25,
          title: 'Not sent on purpose',
          description: 'A minute, by reason: somebody does not want them, or what they say is no longer so.',
          unit: 'short',
          width: 8,
          min: 0,
          targets: [
            line('sum by (reason) (rate(orderwatch_notifications_dropped_total[$__rate_interval])) * 60', '{{reason}}'),
          ],
        }),
        timeSeries({
          id: 26,
          title: 'Waiting messages',
          description: 'By channel. A line that rises while its circuit is open: the provider is down.',
          unit: 'short',
          width: 8,
          min: 0,
          targets: [line(once(`orderwatch_notifications_queued{${HERE}}`), '{{channel}}')],
        }),
        states({
          id: 27,
          title: 'Circuits',
          description: 'Whether messages are handed to a provider: closed is as it should be.',
          unit: 'short',
          width: 12,
          watch: 1,
          bad: 2,
          mappings: [CIRCUIT],
          targets: [line('max by (provider) (orderwatch_notifications_breaker_state)', '{{provider}}')],
        }),
        table({
          id: 28,
          title: 'Messages that need a look',
          description:
            'Failed, given up or unknown, the newest of the last day first. To whom they were is in the console.',
          unit: 'none',
          width: 12,
          height: 6,
          targets: [
            sql(`
              select m.queued_at as "Queued", m.about as "About", m.template as "What", m.channel as "Channel",
                     m.state as "State", m.reason as "Why", m.attempts as "Attempts"
                from notifier.message m
               where m.state in ('unknown', 'dead', 'failed') and m.queued_at > now() - interval '1 day'
               order by m.queued_at desc, m.about, m.id limit 100`),
          ],
        }),
      ],
    },
    {
      id: 40,
      title: 'On call',
      panels: [
        timeSeries({
          id: 41,
          title: 'Incidents',
          description: 'That are not resolved, by how far people are with them.',
          unit: 'short',
          width: 8,
          min: 0,
          stacked: true,
          targets: [line(`sum by (state) (${once('orderwatch_incidents')})`, '{{state}}')],
          links: [console('Incidents', '/incidents')],
        }),
        timeSeries({
          id: 42,
          title: 'Nobody has taken it for',
          description: 'How long ago the oldest incident that nobody has acknowledged was opened, by severity.',
          unit: 's',
          width: 8,
          min: 0,
          targets: [line('max by (severity) (orderwatch_incidents_oldest_open_seconds)', '{{severity}}')],
          links: [board('Support', 'orderwatch-support')],
        }),
        timeSeries({
          id: 43,
          title: 'Escalations',
          description: 'Steps an hour. Many of the second and later ones: the first on call does not hear it.',
          unit: 'short',
          width: 8,
          min: 0,
          targets: [
            line('sum by (step) (rate(orderwatch_escalations_total[$__rate_interval])) * 3600', 'step {{step}}'),
          ],
        }),
        timeSeries({
          id: 44,
          title: 'Systems outside that were told',
          description: 'An hour, by what came of it: Alertmanager, PagerDuty and webhooks of the configuration.',
          unit: 'short',
          width: 12,
          min: 0,
          targets: [
            line(
              'sum by (target, outcome) (rate(orderwatch_incident_pushes_total[$__rate_interval])) * 3600',
              '{{target}} {{outcome}}',
            ),
          ],
        }),
        stat({
          id: 45,
          title: 'Were real',
          description:
            'Of the incidents that somebody has judged: how many were. The rest is noise that people learn to ignore.',
          unit: 'percentunit',
          width: 12,
          watch: 0.8,
          bad: 0.5,
          targets: [
            figure(
              share(
                `sum(${once('orderwatch_incident_verdicts_total{verdict="real"}')})`,
                `sum(${once('orderwatch_incident_verdicts_total')})`,
              ),
            ),
          ],
        }),
      ],
    },
  ],
});
