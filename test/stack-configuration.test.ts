import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readComposeFile } from './support/compose-file.ts';

// Whether the parts of the bundled stack find one another. Whether each is right by itself, its own program says where
// it can be had: stack-programs.test.ts.
const dashboards = new URL('../dashboards/', import.meta.url);
const read = <T>(file: string): T => parse(readFileSync(new URL(file, dashboards), 'utf8'), { merge: true }) as T;
const stack = readComposeFile();
const services = Object.keys(stack.services);

type Pipeline = { receivers: string[]; processors?: string[]; exporters: string[] };
type Collector = {
  receivers: Record<string, unknown>;
  processors?: Record<string, unknown>;
  connectors?: Record<string, unknown>;
  exporters: Record<string, { endpoint?: string }>;
  extensions: Record<string, unknown>;
  service: { extensions: string[]; pipelines: Record<string, Pipeline> };
};

/** Ports that images listen on by themselves; those of ours are named in docker-compose.yml and the configuration. */
const PORTS: Readonly<Record<string, readonly number[]>> = {
  orderwatch: [8080, 9464],
  postgres: [5432],
  rabbitmq: [5672, 15672, 15692],
  mailpit: [1025, 8025],
  prometheus: [9090],
  alertmanager: [9093],
  grafana: [3000],
  jaeger: [4317, 4318, 8888, 13133, 16686],
  'otel-collector': [4317, 4318, 8888, 8889, 13133],
  loki: [3100],
  'node-exporter': [9100],
  'postgres-exporter': [9187],
  'blackbox-exporter': [9115],
  localhost: [9090],
};

describe.each(['otel-collector/config.yaml', 'jaeger/config.yaml'])('%s', name => {
  const { receivers, processors = {}, connectors = {}, exporters, extensions, service } = read<Collector>(name);
  const pipelines = Object.values(service.pipelines);
  const used = (part: (pipeline: Pipeline) => readonly string[] | undefined) =>
    [...new Set(pipelines.flatMap(pipeline => part(pipeline) ?? []))].sort();

  test('uses all that it declares, and declares all that it uses', () => {
    const connected = Object.keys(connectors);
    expect(used(pipeline => pipeline.receivers)).toEqual([...Object.keys(receivers), ...connected].sort());
    expect(used(pipeline => pipeline.processors)).toEqual(Object.keys(processors).sort());
    expect(used(pipeline => pipeline.exporters)).toEqual([...Object.keys(exporters), ...connected].sort());
    expect([...service.extensions].sort()).toEqual(Object.keys(extensions).sort());
  });

  test('sends to services that listen there', () => {
    for (const { endpoint } of Object.values(exporters)) {
      if (endpoint === undefined || endpoint.startsWith('0.0.0.0:')) continue;
      expect(isListening(endpoint), endpoint).toBe(true);
    }
  });
});

describe('traces', () => {
  const collector = read<Collector>('otel-collector/config.yaml');

  test('go where Orderwatch sends them', () => {
    expect(stack.services.orderwatch?.environment?.OTEL_EXPORTER_OTLP_ENDPOINT).toBe('http://otel-collector:4318');
  });

  test('are counted in one place only, and asked for by Jaeger where they are scraped', () => {
    const jaeger = read<Collector & { extensions: { jaeger_storage: { metric_backends: object } } }>(
      'jaeger/config.yaml',
    );
    expect(Object.keys(collector.connectors ?? {})).toEqual(['spanmetrics']);
    expect(jaeger.connectors).toBeUndefined();
    expect(JSON.stringify(jaeger.extensions.jaeger_storage.metric_backends)).toContain('http://prometheus:9090');
    expect(targets('span-metrics')).toEqual(['otel-collector:8889']);
  });

  test('lead from Jaeger to the Grafana that people reach', () => {
    const { extensions } = read<Collector & { extensions: { jaeger_query: { ui: { config_file: string } } } }>(
      'jaeger/config.yaml',
    );
    const ui = readFileSync(new URL('jaeger/ui.json', dashboards), 'utf8');
    const { entrypoint, command } = readComposeFile({ GRAFANA_URL: 'https://grafana.example' }).services.jaeger ?? {};
    const script = command![0]!.split('\n').find(line => line.startsWith('sed '))!;
    expect(entrypoint).toEqual(['/bin/sh', '-ec']);
    expect(script).toContain(`/etc/jaeger/ui.json > ${extensions.jaeger_query.ui.config_file}`);
    const [filter] = script.split(' /etc/');
    const made = execFileSync('/bin/sh', ['-ec', filter!], {
      input: ui,
      encoding: 'utf8',
      env: { GRAFANA_URL: 'https://grafana.example' },
    });
    expect(ui.match(/localhost/g)).toHaveLength(1);
    expect(JSON.parse(made)).toMatchObject({
      linkPatterns: [{ url: expect.stringMatching(/^https:\/\/grafana\.example\/explore\?/) }],
    });
  });

  test('outlive the container of Jaeger', () => {
    const storage = JSON.stringify(read<Collector>('jaeger/config.yaml').extensions.jaeger_storage);
    const [, folder] = /"keys":"(\/[a-z]+)\//.exec(storage) ?? [];
    expect(stack.services.jaeger?.volumes).toContain(`jaeger:${folder}`);
    expect(storage).toContain('"ephemeral":false');
  });
});

type ScrapeJob = {
  job_name: string;
  static_configs?: { targets: string[]; labels?: Record<string, string> }[];
  file_sd_configs?: { files: string[] }[];
};

const { scrape_configs: jobs } = read<{ scrape_configs: ScrapeJob[] }>('prometheus/prometheus.yml');

function targets(job: string): string[] {
  const { static_configs = [] } = jobs.find(({ job_name }) => job_name === job) ?? {};
  return static_configs.flatMap(({ targets }) => targets);
}

function isListening(address: string): boolean {
  const { hostname, port } = new URL(address.includes('://') ? address : `tcp://${address}`);
  return (services.includes(hostname) || hostname === 'localhost') && (PORTS[hostname] ?? []).includes(Number(port));
}

describe('Prometheus', () => {
  test.each(jobs.map(({ job_name }) => job_name))('asks services that there are: %s', job => {
    for (const target of targets(job)) expect(isListening(target), target).toBe(true);
  });

  test('asks or probes everything that runs on', () => {
    const looked = jobs.flatMap(({ job_name }) => targets(job_name)).map(target => target.replace(/^https?:\/\//, ''));
    const hosts = new Set(looked.map(target => target.replace(/[:/].*$/, '')));
    const runsOn = services.filter(name => stack.services[name]?.restart === 'unless-stopped' && name !== 'simulator');
    // Itself it asks as localhost; exporters answer in the name of what they look at.
    expect(runsOn.filter(name => name !== 'prometheus' && !hosts.has(name) && name !== 'blackbox-exporter')).toEqual(
      [],
    );
  });

  test('finds the files in which your own systems are named', () => {
    const files = jobs.flatMap(({ file_sd_configs = [] }) => file_sd_configs.flatMap(({ files }) => files));
    expect(files).toEqual(['targets/probe-*.yml', 'targets/crm.yml', 'targets/mes.yml']);
    for (const name of readdirSync(new URL('prometheus/targets', dashboards)).filter(name => name.endsWith('.yml'))) {
      expect(read(`prometheus/targets/${name}`), name).toEqual([]);
    }
  });

  test('probes by modules that the exporter has', () => {
    const { modules } = read<{ modules: object }>('blackbox/config.yml');
    const asked = (jobs as (ScrapeJob & { params?: { module?: string[] } })[]).flatMap(
      ({ params }) => params?.module ?? [],
    );
    expect([...new Set(asked)].sort()).toEqual(Object.keys(modules).sort());
  });
});

describe('Alertmanager', () => {
  test('calls Orderwatch with the key that the stack gives it', () => {
    const configuration = readFileSync(new URL('alertmanager/alertmanager.yml', dashboards), 'utf8');
    expect(configuration).toContain('http://orderwatch:8080/webhooks/alertmanager');
    const [, file] = /credentials_file: (\S+)/.exec(configuration) ?? [];
    expect(stack.services.alertmanager?.command?.join(' ')).toContain(`> ${file}`);
  });
});

describe('Grafana', () => {
  test('keeps the data sources that its image brings, where nothing can be updated', () => {
    expect(stack.services.grafana?.read_only).toBe(true);
    expect(stack.services.grafana?.environment?.GF_PLUGINS_PREINSTALL_AUTO_UPDATE).toBe('false');
  });

  test('finds the boards where they are mounted', () => {
    const files = readdirSync(new URL('provisioning/dashboards', dashboards));
    const providers = files.flatMap(
      name => read<{ providers: { options: { path: string } }[] }>(`provisioning/dashboards/${name}`).providers,
    );
    const mounted = stack.services.grafana?.volumes?.map(volume => volume.split(':')[1]);
    expect(providers).not.toEqual([]);
    for (const { options } of providers) expect(mounted).toContain(options.path);
  });

  test('reads from services that there are, with what its environment says', () => {
    for (const name of readdirSync(new URL('provisioning/datasources', dashboards))) {
      const { datasources } = read<{ datasources: { url: string }[] }>(`provisioning/datasources/${name}`);
      for (const { url } of datasources) expect(isListening(url), url).toBe(true);
      const text = readFileSync(new URL(`provisioning/datasources/${name}`, dashboards), 'utf8').replaceAll('$$', '');
      const variables = [...text.matchAll(/\$\{?([A-Z][A-Z0-9_]*)/g)].map(([, variable]) => variable);
      expect(Object.keys(stack.services.grafana?.environment ?? {})).toEqual(expect.arrayContaining(variables));
    }
  });
});

describe('RabbitMQ', () => {
  test('has the plugins that are asked', () => {
    const plugins = readFileSync(new URL('rabbitmq/enabled_plugins', dashboards), 'utf8');
    expect(plugins.trim()).toBe('[rabbitmq_management,rabbitmq_prometheus].');
  });
});
