import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Config, readConfig } from './config.ts';

const files: Record<string, string> = {
  '/run/secrets/db': 'postgres://u:p@db/orders\n',
  '/run/secrets/empty': '\n',
  'etc/orderwatch.yaml': 'systems: [shop]\n',
};

const DAY = 86_400_000;
const KEY = Buffer.from(Array.from({ length: 32 }, (_, i) => 255 - i));

// What it has of its own: notifier-config.test.ts.
const NOTHING_SET_UP = {
  smtpUrl: null,
  twilio: null,
  sendgrid: { apiKey: null, webhookKey: null },
  telegram: null,
  slackWebhookUrl: null,
  slackSigningSecret: null,
  publicUrl: null,
  signingKey: null,
};

// push-config.test.ts.
const NOBODY_OUTSIDE = { alertmanagerUrl: null, pagerduty: null, webhook: null };

function readFile(path: string): string {
  const content = files[path];
  if (content === undefined) throw new Error('no such file');
  return content;
}

function accepted(env: Record<string, string>): Config {
  const verdict = readConfig(env, readFile);
  if (!verdict.ok) throw new Error(verdict.problems.join('\n'));
  return verdict.config;
}

function refused(env: Record<string, string>): string[] {
  const verdict = readConfig(env, readFile);
  return verdict.ok ? [] : verdict.problems;
}

describe('what is taken', () => {
  test('nothing set: everything embedded, for this machine only', () => {
    expect(accepted({})).toEqual({
      databaseUrl: null,
      databaseReadUrl: null,
      amqpUrl: null,
      managementUrl: null,
      port: 8080,
      opsPort: 9464,
      host: '127.0.0.1',
      trustedProxies: [],
      home: resolve('.orderwatch'),
      adminKey: null,
      dataKey: null,
      rawRetentionMs: 30 * DAY,
      logLevel: 'info',
      notifier: NOTHING_SET_UP,
      pushes: NOBODY_OUTSIDE,
      heartbeatUrl: null,
      ciSecret: null,
      jaegerUrl: null,
      grafanaUrl: null,
      telemetry: null,
      oidc: null,
      configurationFile: null,
    });
  });

  test('everything set', () => {
    const env = {
      DATABASE_URL: 'postgresql://u:p@db:5433/orders?sslmode=require',
      DATABASE_READ_URL: 'postgresql://u:p@replica/orders',
      AMQP_URL: 'amqps://u:p@mq/shop',
      RABBITMQ_MANAGEMENT_URL: 'https://u:p@mq:15672',
      PORT: '0',
      OPS_PORT: '0',
      HOST: '10.0.0.7',
      TRUSTED_PROXIES: 'loopback, 10.0.0.0/8,fd00::1',
      ORDERWATCH_HOME: '/var/lib/orderwatch',
      ORDERWATCH_ADMIN_KEY: 'sixteen-letters!',
      ORDERWATCH_DATA_KEY: KEY.toString('base64'),
      RAW_MESSAGE_RETENTION: 'P2W1D',
      LOG_LEVEL: 'debug',
      HEARTBEAT_URL: 'https://hc-ping.com/abc',
      CI_WEBHOOK_SECRET: 'secret-of-pipelines',
      JAEGER_URL: 'https://jaeger.example/ui/',
      GRAFANA_URL: 'https://grafana.example/',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://otel-collector:4318/',
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=staging',
      ORDERWATCH_CONFIG: 'etc/orderwatch.yaml',
      OIDC_ISSUER: 'https://login.example/realms/a',
      OIDC_CLIENT_ID: 'orderwatch',
      OIDC_CLIENT_SECRET: 'secret-of-the-client',
      OIDC_ROLES: 'ow-admins=admin, acme=partner:acme',
      OIDC_NAME: 'Company login',
    };
    expect(accepted(env)).toEqual({
      databaseUrl: env.DATABASE_URL,
      databaseReadUrl: env.DATABASE_READ_URL,
      amqpUrl: env.AMQP_URL,
      managementUrl: env.RABBITMQ_MANAGEMENT_URL,
      port: 0,
      opsPort: 0,
      host: '10.0.0.7',
      trustedProxies: ['loopback', '10.0.0.0/8', 'fd00::1'],
      home: '/var/lib/orderwatch',
      adminKey: env.ORDERWATCH_ADMIN_KEY,
      dataKey: KEY,
      rawRetentionMs: 15 * DAY,
      logLevel: 'debug',
      notifier: NOTHING_SET_UP,
      pushes: NOBODY_OUTSIDE,
      heartbeatUrl: env.HEARTBEAT_URL,
      ciSecret: env.CI_WEBHOOK_SECRET,
      jaegerUrl: 'https://jaeger.example/ui',
      grafanaUrl: 'https://grafana.example',
      telemetry: {
        traces: { url: 'http://otel-collector:4318/v1/traces', asSaid: false },
        orders: { url: 'http://otel-collector:4318/v1/traces', protocol: 'http/json' },
        logs: false,
        serviceName: null,
        attributes: 'deployment.environment.name=staging',
      },
      oidc: {
        issuer: 'https://login.example/realms/a',
        clientId: 'orderwatch',
        clientSecret: 'secret-of-the-client',
        scopes: 'openid profile email',
        roleClaim: 'groups',
        roles: [
          { value: 'ow-admins', role: 'admin', partner: null },
          { value: 'acme', role: 'partner', partner: 'acme' },
        ],
        name: 'Company login',
      },
      configurationFile: 'etc/orderwatch.yaml',
    });
  });

  test('a deployment with its own database is open to the network', () => {
    expect(accepted({ DATABASE_URL: 'postgres://db/orders' }).host).toBeUndefined();
  });

  test('a secret from a file', () => {
    expect(accepted({ DATABASE_URL_FILE: '/run/secrets/db' }).databaseUrl).toBe('postgres://u:p@db/orders');
  });

  test('a database on a Unix socket', () => {
    const url = 'postgres:///orders?host=/run/postgresql';
    expect(accepted({ DATABASE_URL: url }).databaseUrl).toBe(url);
  });

  test('a data key in hexadecimal, or base64 as URLs have it', () => {
    for (const form of ['hex', 'base64', 'base64url'] as const) {
      expect(accepted({ ORDERWATCH_DATA_KEY: KEY.toString(form) }).dataKey).toEqual(KEY);
    }
  });

  test('a variable set to nothing counts as not set', () => {
    expect(accepted({ DATABASE_URL: '', DATABASE_URL_FILE: '', PORT: '', LOG_LEVEL: '' })).toEqual(accepted({}));
  });
});

describe('what is refused', () => {
  test.each([
    [{ PORT: 'eighty' }, 'PORT is "eighty"; it must be a port from 1 to 65535, or 0 for any that is free.'],
    [{ PORT: '65536' }, 'PORT is "65536"; it must be a port from 1 to 65535, or 0 for any that is free.'],
    [{ PORT: '-1' }, 'PORT is "-1"; it must be a port from 1 to 65535, or 0 for any that is free.'],
    [{ OPS_PORT: '94.64' }, 'OPS_PORT is "94.64"; it must be a port from 1 to 65535, or 0 for any that is free.'],
    [{ PORT: '9464' }, 'PORT and OPS_PORT are both 9464; they must be two different ports.'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL is "loud"; it must be one of trace, debug, info, warn, error, fatal, silent.'],
    [
      { DATABASE_URL_FILE: '/run/secrets/none' },
      'DATABASE_URL_FILE is "/run/secrets/none", which can\'t be read: no such file.',
    ],
    [
      { AMQP_URL_FILE: '/run/secrets/empty' },
      'AMQP_URL_FILE is "/run/secrets/empty", which is empty; it must hold the secret.',
    ],
    [
      { ORDERWATCH_ADMIN_KEY: 'a-key-of-its-own', ORDERWATCH_ADMIN_KEY_FILE: '/run/secrets/db' },
      'ORDERWATCH_ADMIN_KEY and ORDERWATCH_ADMIN_KEY_FILE are both set; only one of them may be.',
    ],
    [{ ORDERWATCH_CONFIG: 'none.yaml' }, 'ORDERWATCH_CONFIG is "none.yaml", which can\'t be read: no such file.'],
  ])('%j', (env, problem) => {
    expect(refused(env as unknown as Record<string, string>)).toEqual([problem]);
  });

  test.each(['mysql://u:hunter2@db/orders', 'hunter2', 'postgres://'])(
    'a database URL that is none, unseen: %s',
    url => {
      const [problem] = refused({ DATABASE_URL: url });
      expect(problem).toMatch(/^DATABASE_URL .*must look like postgres:/);
      expect(problem).not.toContain('hunter2');
    },
  );

  test('a broker URL that is none, unseen', () => {
    const [problem] = refused({ AMQP_URL: 'http://u:hunter2@mq' });
    expect(problem).toMatch(/^AMQP_URL .*must look like amqp:/);
    expect(problem).not.toContain('hunter2');
  });

  test.each(['hunter2', 'hunter2 with spaces', 'hunter2-ключ-от-всего'])(
    'an admin key that is none, unseen: %s',
    key => {
      const [problem] = refused({ ORDERWATCH_ADMIN_KEY: key });
      expect(problem).toMatch(/^ORDERWATCH_ADMIN_KEY .*must have at least 16/);
      expect(problem).not.toContain('hunter2');
    },
  );

  test.each(['hunter2', 'ab'.repeat(31), `${'A'.repeat(42)}`, `${'A'.repeat(43)}==`])(
    'a data key that is none, unseen: %s',
    key => {
      const [problem] = refused({ ORDERWATCH_DATA_KEY: key });
      expect(problem).toMatch(/^ORDERWATCH_DATA_KEY .*must be 32 bytes/);
      expect(problem).not.toContain(key);
    },
  );

  test('a secret of pipelines that is too short, unseen', () => {
    const [problem] = refused({ CI_WEBHOOK_SECRET: 'hunter2' });
    expect(problem).toMatch(/^CI_WEBHOOK_SECRET .*must have at least 16/);
    expect(problem).not.toContain('hunter2');
  });

  test.each(['30', 'P', 'P0D', 'PT24H', 'P1M', '30d'])('a retention that is none: %s', value => {
    expect(refused({ RAW_MESSAGE_RETENTION: value })).toEqual([
      `RAW_MESSAGE_RETENTION is "${value}"; it must be an ISO 8601 duration of days or weeks, such as P30D or P2W.`,
    ]);
  });

  test.each(['10.0.0.0/33', '0.0.0.0/0', 'everybody', 'proxy.example', '::/0'])('a proxy that is none: %s', value => {
    const [problem, ...more] = refused({ TRUSTED_PROXIES: `loopback,${value}` });
    expect(problem).toContain(`TRUSTED_PROXIES has "${value}"; it must be a list`);
    expect(more).toEqual([]);
  });

  test('all problems at once', () => {
    expect(refused({ PORT: 'x', OPS_PORT: 'y', LOG_LEVEL: 'z', AMQP_URL: 'none' })).toHaveLength(4);
  });
});
