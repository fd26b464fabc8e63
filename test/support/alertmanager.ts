import { type DebianServer, startDebianServer } from './debian-server.ts';

/**
 * The real one. `webhook`: where it posts everything it is told, at once and again each second, with `key` as the
 * password.
 */
export function startRealAlertmanager(webhook: string, key: string): Promise<DebianServer> {
  return runAlertmanager({
    route: { receiver: 'orderwatch', group_by: ['...'], group_wait: '0s', group_interval: '1s', repeat_interval: '1s' },
    receivers: [
      {
        name: 'orderwatch',
        webhook_configs: [{ url: webhook, http_config: { basic_auth: { username: 'am', password: key } } }],
      },
    ],
  });
}

export function runAlertmanager(configuration: object): Promise<DebianServer> {
  return startDebianServer('prometheus-alertmanager', {
    // JSON is YAML, too.
    files: { 'alertmanager.yml': JSON.stringify(configuration) },
    ready: '/-/ready',
    args: ({ address, folder }) => [
      `--config.file=${folder}/alertmanager.yml`,
      `--storage.path=${folder}`,
      `--web.listen-address=${address}`,
      '--cluster.listen-address=',
      '--log.level=error',
    ],
  });
}
