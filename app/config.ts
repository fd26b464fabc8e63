import { resolve } from 'node:path';
import type { PushAccess } from '../alerts/pushes/open-targets.ts';
import type { OidcSettings } from '../api/access/oidc.ts';
import { keyBytes } from './key-bytes.ts';
import { type NotifierConfig, notifierConfig } from './notifier-config.ts';
import { oidcConfig } from './oidc-config.ts';
import { pushConfig } from './push-config.ts';
import { baseUrl, plain, type Reader, secret, secretUrl, WEB } from './setting.ts';
import { type TelemetryConfig, telemetryConfig } from './telemetry-config.ts';
import { trustedProxies } from './trusted-proxies.ts';

export type Config = {
  /** Null: the embedded server under `home`. */
  databaseUrl: string | null;
  /** A replica of it that lists are read from; null: the database itself. */
  databaseReadUrl: string | null;
  /** Null: the embedded server under `home`. */
  amqpUrl: string | null;
  /** Of the RabbitMQ at `amqpUrl`; null when nobody said where it is. */
  managementUrl: string | null;
  /** Of the API; 0 picks a free one. */
  port: number;
  /** Of `/metrics`, `/healthz` and `/readyz`; 0 picks a free one. */
  opsPort: number;
  /** Address that both listen on; undefined means all of this machine's. */
  host: string | undefined;
  /** Those in front of the API whose word counts about who asks. */
  trustedProxies: readonly string[];
  /** Absolute path of the folder of this installation. */
  home: string;
  /** Null: generated at the first start and kept in `home`. */
  adminKey: string | null;
  /** Under which personal data is sealed; null: it is kept as it is. */
  dataKey: Buffer | null;
  /** How long the bytes of accepted messages are kept. */
  rawRetentionMs: number;
  logLevel: LogLevel;
  notifier: NotifierConfig;
  /** Systems outside that are told of incidents. */
  pushes: PushAccess;
  /** Somebody outside who hears once a minute that schedules run; null: nobody does. */
  heartbeatUrl: string | null;
  /** What pipelines prove with that a message is theirs; null: no webhook for them. */
  ciSecret: string | null;
  /** Where people look at traces; null: nowhere. */
  jaegerUrl: string | null;
  /** Where people look at logs and boards; null: nowhere. */
  grafanaUrl: string | null;
  /** Null: no traces, and no records of the log, are sent to anybody. */
  telemetry: TelemetryConfig | null;
  /** The sign-in of the company; null: people have passwords of their own. */
  oidc: OidcSettings | null;
  /** Path of the configuration document; null: the bundled one. */
  configurationFile: string | null;
};

export type LogLevel = (typeof LOG_LEVELS)[number];

export type ConfigVerdict = { ok: true; config: Config } | { ok: false; problems: string[] };

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
const MIN_ADMIN_KEY = 16;

/**
 * The settings, all of them checked: every problem is told, with the name, the value (never a secret's) and what would
 * be right. A variable that is set to nothing counts as not set, since Compose files pass them on like that.
 */
export function readConfig(env: Reader['env'], readFile: (path: string) => string): ConfigVerdict {
  const reader: Reader = { env, readFile, problems: [] };
  const databaseUrl = secretUrl(
    reader,
    'DATABASE_URL',
    ['postgres:', 'postgresql:'],
    'postgres://user:password@host/db',
  );
  const config: Config = {
    databaseUrl,
    databaseReadUrl: secretUrl(
      reader,
      'DATABASE_READ_URL',
      ['postgres:', 'postgresql:'],
      'postgres://user:password@host/db',
    ),
    amqpUrl: secretUrl(reader, 'AMQP_URL', ['amqp:', 'amqps:'], 'amqp://user:password@host/vhost'),
    managementUrl: secretUrl(reader, 'RABBITMQ_MANAGEMENT_URL', WEB, 'http://user:password@host:15672'),
    port: port(reader, 'PORT', 8080),
    opsPort: port(reader, 'OPS_PORT', 9464),
    // With a database of its own this is somebody's try-out, which is nothing to offer to the network unasked.
    host: plain(reader, 'HOST') ?? (databaseUrl === null ? '127.0.0.1' : undefined),
    trustedProxies: trustedProxies(reader),
    home: resolve(plain(reader, 'ORDERWATCH_HOME') ?? '.orderwatch'),
    adminKey: adminKey(reader),
    dataKey: dataKey(reader),
    rawRetentionMs: rawRetention(reader),
    logLevel: logLevel(reader),
    notifier: notifierConfig(reader),
    pushes: pushConfig(reader),
    heartbeatUrl: secretUrl(reader, 'HEARTBEAT_URL', ['http:', 'https:'], 'https://hc-ping.com/your-uuid-here'),
    ciSecret: ciSecret(reader),
    jaegerUrl: baseUrl(reader, 'JAEGER_URL', 'https://jaeger.example'),
    grafanaUrl: baseUrl(reader, 'GRAFANA_URL', 'https://grafana.example'),
    telemetry: telemetryConfig(reader),
    oidc: oidcConfig(reader),
    configurationFile: configurationFile(reader),
  };
  if (config.port === config.opsPort && config.port !== 0) {
    reader.problems.push(`PORT and OPS_PORT are both ${config.port}; they must be two different ports.`);
  }
  return reader.problems.length === 0 ? { ok: true, config } : { ok: false, problems: reader.problems };
}

function port(reader: Reader, name: string, byDefault: number): number {
  const value = plain(reader, name);
  if (value === undefined) return byDefault;
  if (/^\d{1,5}$/.test(value) && Number(value) <= 65_535) return Number(value);
  reader.problems.push(`${name} is "${value}"; it must be a port from 1 to 65535, or 0 for any that is free.`);
  return byDefault;
}

function adminKey(reader: Reader): string | null {
  const key = secret(reader, 'ORDERWATCH_ADMIN_KEY');
  if (key === undefined) return null;
  // It travels in a header: what can't stand there would never match.
  if (key.length < MIN_ADMIN_KEY || !/^[\x21-\x7e]+$/.test(key)) {
    reader.problems.push(
      `ORDERWATCH_ADMIN_KEY (not shown, it is a secret) has ${key.length} characters; it must have at least ` +
        `${MIN_ADMIN_KEY}, all of them letters, digits or signs of ASCII without spaces.`,
    );
  }
  return key;
}

const MIN_CI_SECRET = 16;

/** Anybody may try: it has to be long. */
function ciSecret(reader: Reader): string | null {
  const text = secret(reader, 'CI_WEBHOOK_SECRET');
  if (text === undefined) return null;
  if (text.length < MIN_CI_SECRET) {
    reader.problems.push(
      `CI_WEBHOOK_SECRET (not shown, it is a secret) has ${text.length} characters; it must have at least ` +
        `${MIN_CI_SECRET}, such as \`openssl rand -hex 24\` makes them.`,
    );
  }
  return text;
}

const DATA_KEY_BYTES = 32;

function dataKey(reader: Reader): Buffer | null {
  const text = secret(reader, 'ORDERWATCH_DATA_KEY');
  if (text === undefined) return null;
  const key = keyBytes(text);
  if (key?.length === DATA_KEY_BYTES) return key;
  reader.problems.push(
    `ORDERWATCH_DATA_KEY (not shown, it is a secret) has ${text.length} characters; it must be 32 bytes as base64 ` +
      'or as 64 hexadecimal digits, such as `openssl rand -base64 32` makes them.',
  );
  return null;
}

const DAY_MS = 86_400_000;
const DEFAULT_RETENTION = 'P30D';

function rawRetention(reader: Reader): number {
  const value = plain(reader, 'RAW_MESSAGE_RETENTION') ?? DEFAULT_RETENTION;
  const [, weeks = 0, days = 0] = /^P(?:(\d{1,4})W)?(?:(\d{1,5})D)?$/.exec(value) ?? [];
  const total = Number(weeks) * 7 + Number(days);
  if (total >= 1) return total * DAY_MS;
  reader.problems.push(
    `RAW_MESSAGE_RETENTION is "${value}"; it must be an ISO 8601 duration of days or weeks, such as P30D or P2W.`,
  );
  return 30 * DAY_MS;
}

/** What stands in it is checked where it is read; that it is there, with all other settings. */
function configurationFile(reader: Reader): string | null {
  const file = plain(reader, 'ORDERWATCH_CONFIG');
  if (file === undefined) return null;
  try {
    reader.readFile(file);
  } catch (error) {
    reader.problems.push(`ORDERWATCH_CONFIG is "${file}", which can't be read: ${(error as Error).message}.`);
  }
  return file;
}

function logLevel(reader: Reader): LogLevel {
  const value = plain(reader, 'LOG_LEVEL');
  if (value === undefined) return 'info';
  const level = LOG_LEVELS.find(known => known === value);
  if (!level) reader.problems.push(`LOG_LEVEL is "${value}"; it must be one of ${LOG_LEVELS.join(', ')}.`);
  return level ?? 'info';
}
