import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { debianProgram } from '../support/debian-program.ts';

// What the bundled stack mounts, each checked by the program that reads it. Debian's are older than those of
// docker-compose.yml: what they take both take. Jaeger, Loki and the collector are not in Debian:
// stack-known-keys.test.ts, and for those who have Docker deploy/check-compose.sh.
const DOWNLOAD_MS = 180_000;

test.each([
  ['promtool', 'prometheus', ['check', 'config', 'dashboards/prometheus/prometheus.yml']],
  [
    'promtool',
    'prometheus',
    ['test', 'rules', ...readdirSync('dashboards/prometheus/tests').map(file => `dashboards/prometheus/tests/${file}`)],
  ],
  ['amtool', 'prometheus-alertmanager', ['check-config', 'dashboards/alertmanager/alertmanager.yml']],
  [
    'prometheus-blackbox-exporter',
    'prometheus-blackbox-exporter',
    ['--config.check', '--config.file=dashboards/blackbox/config.yml'],
  ],
  ['bash', 'bash', ['-n', 'deploy/check-compose.sh']],
])(
  '%s has nothing to say against what it reads',
  (program, debianPackage, args) => {
    const { status, stdout, stderr } = spawnSync(debianProgram(program, debianPackage), args, { encoding: 'utf8' });
    expect({ status, said: status === 0 ? '' : `${stdout}${stderr}` }).toEqual({ status: 0, said: '' });
  },
  DOWNLOAD_MS,
);

test.each([
  ['orderwatch', ['alertname=QueueTooLong', 'severity=warning', 'owner=mes']],
  ['orderwatch', ['alertname=BrokerDown', 'severity=critical', 'owner=rabbitmq']],
  ['orderwatch', ['alertname=IntakeLags', 'severity=warning', 'owner=orderwatch']],
  // Orderwatch may not be able to tell anybody of these.
  ['on-call,orderwatch', ['alertname=OrderwatchDown', 'severity=critical', 'owner=orderwatch']],
  ['on-call,orderwatch', ['alertname=NotificationsFail', 'severity=critical', 'owner=orderwatch', 'channel=email']],
  ['on-call,orderwatch', ['alertname=DatabaseDown', 'severity=critical', 'owner=postgres']],
  // As an incident it would be one more that nobody has taken.
  ['on-call', ['alertname=IncidentsUnacknowledged', 'severity=critical', 'owner=support']],
  ['shown', ['alertname=price-missing', 'severity=critical', 'about=mes', 'orderwatch=incident']],
])('Alertmanager tells %s of %j', (receivers, labels) => {
  const args = ['config', 'routes', 'test', '--config.file=dashboards/alertmanager/alertmanager.yml'];
  const { stdout } = spawnSync(debianProgram('amtool', 'prometheus-alertmanager'), [...args, ...labels], {
    encoding: 'utf8',
  });
  expect(stdout.trim()).toBe(receivers);
});
