import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { startSmtpSink } from '../../notifier/channels/smtp-under-test.ts';
import { freePort } from '../../platform/embedded/process.ts';
import { runAlertmanager } from './alertmanager.ts';
import { startDebianServer } from './debian-server.ts';
import { startRealPrometheus } from './prometheus.ts';
import { management } from './servers.ts';
import { readdressed, stackCommand, stackEnvironment } from './stack-environment.ts';

type Route = { group_wait?: string; group_interval?: string; routes?: Route[] };
type Receiver = { name: string; webhook_configs?: object[] };
type AlertmanagerFile = { global: object; route: Route; receivers: Receiver[] };

const root = new URL('../../', import.meta.url);
const textOf = (file: string) => readFileSync(new URL(file, root), 'utf8');

/**
 * What the stack puts around Orderwatch, as far as Debian has it, configured as there: Prometheus, Alertmanager and the
 * exporters, beside a mail server. `orderwatch` and `simulator`: what these have to be started with, which is what docker-compose.yml
 * gives them.
 */
export async function prepareStack({
  databaseUrl,
  managementUrl,
  amqpUrl,
  vhost,
}: {
  databaseUrl: string;
  managementUrl: string;
  amqpUrl: string;
  vhost: string;
}) {
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const last of stops.splice(0).reverse()) await last();
  };
  const [port, opsPort] = [await freePort(), await freePort()];
  const [httpUrl, opsUrl] = [`http://127.0.0.1:${port}`, `http://127.0.0.1:${opsPort}`];
  const folder = mkdtempSync(join(tmpdir(), 'orderwatch-observed-'));
  stops.push(async () => rmSync(folder, { recursive: true, force: true }));
  const configurationFile = join(folder, 'orderwatch.yaml');
  const key = String(stackEnvironment('alertmanager', {}).ORDERWATCH_ADMIN_KEY);

  const sink = await startSmtpSink();
  stops.push(sink.stop);
  const own = <T extends { stop(): Promise<void> }>(server: T): T => {
    stops.push(server.stop);
    return server;
  };
  const starting = [
    runAlertmanager(alertmanagerFile({ httpUrl, key, smtp: new URL(sink.url).host })),
    startDebianServer('prometheus-postgres-exporter', {
      env: { DATA_SOURCE_NAME: `${databaseUrl}?sslmode=disable` },
      ready: '/',
      args: ({ address }) => [`--web.listen-address=${address}`, '--log.level=error'],
    }),
    startDebianServer('prometheus-node-exporter', {
      ready: '/',
      args: ({ address }) => [`--web.listen-address=${address}`, '--log.level=error'],
    }),
    startDebianServer('prometheus-blackbox-exporter', {
      files: { 'blackbox.yml': textOf('dashboards/blackbox/config.yml') },
      ready: '/-/healthy',
      args: ({ address, folder }) => [`--config.file=${folder}/blackbox.yml`, `--web.listen-address=${address}`],
    }),
  ].map(async server => own(await server));
  const settled = await Promise.allSettled(starting);
  const failed = settled.find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') {
    await stop();
    throw failed.reason;
  }
  const [alertmanager, postgres, node, blackbox] = await Promise.all(starting);
  const collector = own(await startSwallower());
  const demo = readdressed(textOf('deploy/configuration/demo.yaml'), {
    'http://localhost:8080': httpUrl,
    'http://mailpit:8025/readyz': `${alertmanager!.url}/-/ready`,
    'http://rabbitmq:15672': new URL(managementUrl).origin,
  });
  writeFileSync(configurationFile, demo.replace('settle: PT1M', 'settle: PT1S'));
  await declareAsStack(managementUrl, vhost);
  const rabbitmq = await rabbitmqExporter(managementUrl);
  const tcp = (url: string) => new URL(url).host;

  return {
    alertmanager: alertmanager!,
    sink,
    httpUrl,
    key,
    /** For a home. */
    orderwatch: (home: string) => ({
      ...stackEnvironment('orderwatch', {
        DATABASE_URL: databaseUrl,
        AMQP_URL: amqpUrl,
        RABBITMQ_MANAGEMENT_URL: managementUrl,
        ORDERWATCH_HOME: home,
        ORDERWATCH_CONFIG: configurationFile,
        PUBLIC_URL: httpUrl,
        SMTP_URL: sink.url,
        ALERTMANAGER_URL: alertmanager!.url,
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      }),
      PORT: String(port),
      OPS_PORT: String(opsPort),
    }),
    simulator: (home: string) => ({
      words: stackCommand('simulator', { '/data': home, 'http://orderwatch:8080': httpUrl }),
      settings: stackEnvironment('simulator', {
        AMQP_URL: amqpUrl,
        ORDERWATCH_HOME: home,
        ORDERWATCH_CONFIG: configurationFile,
      }),
    }),
    /** Begins to look. */
    watch: async () =>
      own(
        await startRealPrometheus(
          {
            orderwatch: [{ targets: [`127.0.0.1:${opsPort}`] }],
            rabbitmq: [{ targets: [rabbitmq] }],
            // Other tests have queues on the same broker.
            'rabbitmq-detailed': [{ targets: [rabbitmq], params: { vhost: [vhost] } }],
            postgres: [{ targets: [postgres!.address] }],
            node: [{ targets: [node!.address] }],
            blackbox: [{ targets: [blackbox!.address] }],
            alertmanager: [{ targets: [alertmanager!.address] }],
            'probe-http': [
              { targets: [`${opsUrl}/readyz`], labels: { service: 'orderwatch' } },
              { targets: [`${httpUrl}/api/v1/openapi.json`], labels: { service: 'orderwatch-api' } },
            ],
            'probe-tcp': [{ targets: [tcp(amqpUrl)], labels: { service: 'rabbitmq' } }],
            'probe-smtp': [{ targets: [tcp(sink.url)], labels: { service: 'mailpit-smtp' } }],
          },
          {
            alertmanager: alertmanager!.address,
            blackbox: blackbox!.address,
            env: { GRAFANA_URL: 'http://grafana.example', PUBLIC_URL: httpUrl },
          },
        ),
      ),
    stop,
  };
}

/** Instead of the collector: takes what is sent, and looks at nothing of it. */
async function startSwallower(): Promise<{ url: string; stop(): Promise<void> }> {
  const server = createServer((request, response) => {
    request.resume().once('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** As `rabbitmq-definitions` does. */
async function declareAsStack(managementUrl: string, vhost: string): Promise<void> {
  const words = ['dashboards/rabbitmq/import.mjs', 'dashboards/rabbitmq/definitions.json'];
  const env = { RABBITMQ_MANAGEMENT_URL: managementUrl, RABBITMQ_VHOST: vhost };
  await promisify(execFile)(process.execPath, words, { env });
}

/** That of the stack, which waits for nothing. */
function alertmanagerFile({ httpUrl, key, smtp }: { httpUrl: string; key: string; smtp: string }): object {
  const { global, route, receivers } = parse(textOf('dashboards/alertmanager/alertmanager.yml')) as AlertmanagerFile;
  return {
    ...(parse(textOf('dashboards/alertmanager/alertmanager.yml')) as object),
    global: { ...global, smtp_smarthost: smtp },
    route: { ...route, group_wait: '0s', group_interval: '1s' },
    receivers: receivers.map(receiver =>
      receiver.webhook_configs
        ? {
            ...receiver,
            webhook_configs: [
              { url: `${httpUrl}/webhooks/alertmanager`, http_config: { authorization: { credentials: key } } },
            ],
          }
        : receiver,
    ),
  };
}

async function rabbitmqExporter(managementUrl: string): Promise<string> {
  const { listeners } = (await (await management(managementUrl, 'overview')).json()) as {
    listeners: { protocol: string; port: number }[];
  };
  const listener = listeners.find(({ protocol }) => protocol === 'http/prometheus');
  if (!listener) throw new Error('The broker does not offer its figures: is the plugin rabbitmq_prometheus there?');
  return `127.0.0.1:${listener.port}`;
}
