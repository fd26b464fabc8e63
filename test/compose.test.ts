import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readConfig } from '../app/config.ts';
import { readConfigurationFile } from '../app/configuration/read-file.ts';
import { COMPOSE_FILE, readComposeFile, type Service, variablesOf } from './support/compose-file.ts';

const root = new URL('..', import.meta.url);
const written = (file: string) => readFileSync(new URL(file, root), 'utf8');
const file = readComposeFile();
const services = Object.entries(file.services);
const isOnce = (service: Service) => service.restart?.startsWith('on-failure') ?? false;

const DEMO = 'deploy/configuration/demo.yaml';
/** `docker-compose.yml`'s own reasons stand beside each. */
const ROOT_WITH_ONE_RIGHT = 'otel-collector';
const NOTHING_INSIDE_TO_ASK_WITH = ['otel-collector', 'simulator'];

describe('docker-compose.yml', () => {
  const fits = new Ajv2020({ strict: false, allErrors: true, formats: { duration: true } }).compile(
    JSON.parse(written('test/support/compose-spec.json')),
  );

  test('is what the Compose specification says', () => {
    fits(parse(readFileSync(COMPOSE_FILE, 'utf8'), { merge: true }));
    expect(fits.errors).toBeNull();
  });

  test('would be refused with a key that does not exist', () => {
    const { services, ...rest } = readComposeFile();
    expect(fits({ ...rest, services: { ...services, loki: { ...services.loki, read_onyl: true } } })).toBe(false);
  });

  test('names an exact version of every image', () => {
    const images = services.map(([, { image }]) => image ?? '');
    const bases = [...written('Dockerfile').matchAll(/^FROM (\S+)/gm)].map(([, image]) => image ?? '');
    for (const image of [...images, ...bases.filter(base => base !== 'scratch')]) {
      expect(image).toMatch(/^[a-z0-9./-]+:v?\d+\.\d+(\.\d+)?(-[a-z]+)*$/);
    }
  });

  test('offers its ports to this machine alone, each once', () => {
    const ports = services.flatMap(([, { ports = [] }]) => ports);
    expect(ports.filter(port => !/^127\.0\.0\.1:\d+:\d+$/.test(port))).toEqual([]);
    expect(new Set(ports.map(port => port.split(':')[1])).size).toBe(ports.length);
  });

  test.each(services)('gives %s no more rights and room than it needs', (name, service) => {
    expect(service.read_only).toBe(true);
    expect(service.cap_drop).toEqual(['ALL']);
    expect(service.security_opt).toEqual(['no-new-privileges:true']);
    expect(service.privileged).toBeUndefined();
    if (name === ROOT_WITH_ONE_RIGHT) expect(service.cap_add).toEqual(['DAC_READ_SEARCH']);
    else {
      expect(service.user).toMatch(/^[1-9]\d*:\d+$/);
      expect(service.cap_add).toBeUndefined();
    }
    const { cpus, memory, pids } = service.deploy?.resources?.limits ?? {};
    expect(cpus).toMatch(/^[\d.]+$/);
    expect(memory).toMatch(/^\d+[MG]$/);
    expect(pids).toBeGreaterThan(0);
    // Whose lines they are, the collector knows by these.
    expect(service.logging?.driver).toBe('json-file');
    expect(service.logging?.options.labels).toBe('com.docker.compose.project,com.docker.compose.service');
  });

  test.each(services.filter(([, service]) => !isOnce(service)))('looks after the health of %s', (name, service) => {
    const ownImage = service.image?.startsWith('orderwatch:') === true && service.healthcheck === undefined;
    if (ownImage) expect(written('Dockerfile')).toMatch(/^HEALTHCHECK /m);
    else if (NOTHING_INSIDE_TO_ASK_WITH.includes(name)) expect(service.healthcheck?.test).toBeUndefined();
    else expect(service.healthcheck?.test?.[0]).toBe('CMD');
  });

  test('builds no image twice', () => {
    const built = services.flatMap(([, { build, image }]) => (build === undefined ? [] : [image]));
    expect(built).toEqual([...new Set(built)]);
    for (const [name, { build, image, pull_policy }] of services) {
      if (build === undefined && built.includes(image)) expect(pull_policy, name).toBe('never');
    }
  });

  test('starts everything after what it needs, and waits until that is there', () => {
    for (const [name, { depends_on = {}, profiles = [] }] of services) {
      for (const [needed, { condition }] of Object.entries(depends_on)) {
        const other = file.services[needed];
        expect(other, `${name} needs ${needed}`).toBeDefined();
        expect(condition, `${name} needs ${needed}`).toBe(
          isOnce(other!) ? 'service_completed_successfully' : 'service_healthy',
        );
        // Else `--profile` with this one alone would name a service that is not there.
        expect(other?.profiles, `${name} needs ${needed}`).toEqual(expect.arrayContaining(profiles));
      }
    }
  });

  test('has three profiles, and starts all of them when nobody says which', () => {
    const { COMPOSE_PROFILES } = parseEnv(written('.env'));
    const profiles = new Set(services.flatMap(([, { profiles = [] }]) => profiles));
    expect([...profiles].sort()).toEqual(['core', 'demo', 'observability']);
    expect(COMPOSE_PROFILES?.split(',').sort()).toEqual([...profiles].sort());
    expect(services.filter(([, { profiles = [] }]) => profiles.length === 0)).toEqual([]);
  });

  test('keeps what has to outlive a container in named volumes, all of them used', () => {
    const used = services.flatMap(([, { volumes = [] }]) =>
      volumes.map(volume => volume.split(':')[0]!).filter(source => /^[a-z]/.test(source)),
    );
    expect([...new Set(used)].sort()).toEqual(Object.keys(file.volumes).sort());
  });

  test('.env.example names the variables that the file asks for, and the .env in git no secret', () => {
    const example = parseEnv(written('.env.example'));
    const asked = variablesOf(readFileSync(COMPOSE_FILE, 'utf8'));
    expect(Object.keys(example).sort()).toEqual(['COMPOSE_PROFILES', ...asked].sort());
    expect(Object.keys(parseEnv(written('.env')))).toEqual(['COMPOSE_PROFILES']);
  });

  test('.env.example as it is changes nothing', () => {
    expect(readComposeFile(parseEnv(written('.env.example')) as Record<string, string>)).toEqual(file);
  });

  test('gives Orderwatch settings that it takes', () => {
    const verdict = readConfig(environmentOf('orderwatch'), () => '');
    expect(verdict).toMatchObject({
      ok: true,
      config: {
        home: '/data',
        adminKey: 'orderwatch-of-this-machine',
        jaegerUrl: 'http://localhost:16686',
        notifier: { smtpUrl: 'smtp://mailpit:1025', publicUrl: 'http://localhost:8080' },
      },
    });
    expect(readConfig(environmentOf('simulator'), () => '')).toMatchObject({ ok: true });
  });

  test('gives Orderwatch and what pretends the same configuration, of which there is one for the beginning', async () => {
    for (const service of ['orderwatch', 'simulator']) {
      const { ORDERWATCH_CONFIG = '' } = environmentOf(service);
      expect(ORDERWATCH_CONFIG, service).toBe('/configuration/demo.yaml');
      expect(file.services[service]?.volumes).toContain('./deploy/configuration:/configuration:ro');
    }
    expect(await readConfigurationFile(fileURLToPath(new URL(DEMO, root)))).toMatchObject({ ok: true });
  });

  test('the configuration for the beginning is the reference case with endpoints of the core: `npm run docs`', () => {
    const made = execFileSync(process.execPath, ['deploy/demo-configuration.mjs'], { cwd: root, encoding: 'utf8' });
    expect(written(DEMO)).toBe(made);
    const { endpoints } = parse(made) as { endpoints: Record<string, { url: string }> };
    const core = services.filter(([, { profiles = [] }]) => profiles.includes('core')).map(([name]) => name);
    for (const { url } of Object.values(endpoints)) expect([...core, 'localhost']).toContain(new URL(url).hostname);
  });

  test('deploy/core.env is the core alone, and tells nobody who is not there', () => {
    const env = parseEnv(written('deploy/core.env')) as Record<string, string>;
    expect(Object.keys(env).filter(name => !(name in parseEnv(written('.env.example'))))).toEqual([]);
    expect(env.COMPOSE_PROFILES).toBe('core');
    const { services: some } = readComposeFile(env);
    const absent = services.filter(([, { profiles = [] }]) => !profiles.includes('core')).map(([name]) => name);
    const values = Object.values(some.orderwatch?.environment ?? {}).join(' ');
    expect(absent.filter(name => values.includes(`//${name}`))).toEqual([]);
    expect(readConfig(some.orderwatch?.environment as Record<string, string>, () => '')).toMatchObject({
      config: { telemetry: null, jaegerUrl: null, pushes: { alertmanagerUrl: null } },
    });
  });

  test('the story of the simulator outlives its container', () => {
    const { command = [], volumes = [] } = file.services.simulator ?? {};
    const kept = command[command.indexOf('--keep') + 1];
    expect(volumes).toContain(`simulator:${kept?.replace(/\/[^/]+$/, '')}`);
  });

  test('gives everybody who needs it the same password', () => {
    const other = readComposeFile({
      POSTGRES_PASSWORD: 'pg-1',
      RABBITMQ_PASSWORD: 'mq-1',
      ORDERWATCH_ADMIN_KEY: 'key-1',
    });
    const of = (service: string) => Object.values(other.services[service]?.environment ?? {}).join(' ');
    for (const service of ['orderwatch', 'postgres', 'postgres-readers']) expect(of(service)).toContain('pg-1');
    for (const service of ['orderwatch', 'simulator', 'rabbitmq', 'rabbitmq-definitions']) {
      expect(of(service)).toContain('mq-1');
    }
    for (const service of ['orderwatch', 'simulator', 'alertmanager']) expect(of(service)).toContain('key-1');
  });
});

describe('what is mounted', () => {
  const mounts = services.flatMap(([name, { volumes = [] }]) =>
    volumes.filter(volume => volume.startsWith('./')).map(volume => [name, ...volume.split(':')] as string[]),
  );

  test.each(mounts)('%s finds %s', (_name, source, _target, mode) => {
    const path = fileURLToPath(new URL(source!, root));
    expect(existsSync(path)).toBe(true);
    if (statSync(path).isDirectory()) expect(readdirSync(path)).not.toEqual([]);
    // Nothing in a container writes into the checkout.
    expect(mode).toBe('ro');
  });

  test('every folder below dashboards/ that holds configuration is', () => {
    const folders = readdirSync(new URL('dashboards', root), { withFileTypes: true }).filter(entry =>
      entry.isDirectory(),
    );
    const mounted = mounts.map(([, source]) => source!.split('/')[2]);
    expect(folders.map(({ name }) => name).filter(name => name !== 'boards' && !mounted.includes(name))).toEqual([]);
  });
});

function environmentOf(service: string): Record<string, string> {
  const environment = file.services[service]?.environment ?? {};
  return Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, String(value)]));
}
