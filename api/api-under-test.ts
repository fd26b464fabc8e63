import { readFileSync } from 'node:fs';
import { Registry } from 'prom-client';
import { afterAll, expect } from 'vitest';
import type { z } from 'zod';

import { createDiagnose } from '../alerts/diagnosis.ts';
import { aFacts } from '../alerts/facts-under-test.ts';
import { createIncidentListener } from '../alerts/incident-listener.ts';
import type { AlertSettings } from '../alerts/settings.ts';
import { alertSettings, PEOPLE } from '../alerts/settings-under-test.ts';
import { readBehind } from '../alerts/sight.ts';
import { WATCHED } from '../alerts/watched.ts';
import { configurationDesk } from '../app/configuration/desk.ts';
import { REFERENCE_FILE } from '../app/configuration/read-file.ts';
import { triedConfiguration } from '../app/configuration/tried.ts';
import { triedMapping } from '../app/configuration/tried-mapping.ts';
import { decoder } from '../collector/envelope/decode.ts';
import { createIntakeMetrics } from '../collector/intake-metrics.ts';
import type { Source } from '../collector/mapping/source.ts';
import { rawPartitions } from '../collector/raw-partitions.ts';
import { createNoticeListener } from '../notifier/listener.ts';
import { loadTemplates } from '../notifier/template-files.ts';
import { type Clock, manualClock } from '../platform/clock.ts';
import { createLog, type Log } from '../platform/log.ts';
import type { Pool } from '../platform/postgres.ts';
import { DAY, T0 } from '../test/support/factory.ts';
import {
  referenceLifecycles as lifecycles,
  referenceNotifications as notifications,
} from '../test/support/reference.ts';
import { changeListener } from '../tracker/changes/change-listener.ts';
import { type DecisionSettings, USUAL_DECISIONS } from '../tracker/decisions/settings.ts';
import type { Listener } from '../tracker/ledger.ts';
import { plainVault } from '../tracker/personal-data.ts';
import { createLedger } from '../tracker/record.ts';
import { USUAL_ACCESS } from './access/access-section.ts';
import type { OidcSettings } from './access/oidc.ts';
import { contract } from './contract.ts';
import { registerKey } from './keys.ts';
import { createApiServer } from './server.ts';
import type { Providers } from './webhook-routes.ts';

const referenceText = readFileSync(REFERENCE_FILE, 'utf8');

export const KEY = 'a-key-for-the-tests-only';

export const SIGNING_KEY = Buffer.alloc(32, 7);

/** Whose pages may ask from a browser. */
export const SHOP_ORIGIN = 'https://shop.example';

export const CI_SECRET = 'a-secret-of-pipelines';

export const NO_PROVIDERS: Providers = {
  twilio: null,
  sendgrid: { apiKey: null, webhookKey: null },
  telegram: null,
  slackSigningSecret: null,
  publicUrl: 'https://orders.example',
};

export type Body = NonNullable<RequestInit['body']>;

export type Reply<Content> = { status: number; headers: Headers; body: Content };

/** As the reference case has it, and CRM and MES are told of what operators do. */
const DECISIONS: DecisionSettings = {
  ...USUAL_DECISIONS,
  queue: ['MANUFACTURING_APPROVED', 'MANUFACTURING_STARTED', 'MANUFACTURING_COMPLETED', 'PACKAGING'],
  publish: { exchange: 'orders', corrections: false, advances: true },
};

function telling(clock: Clock, settings: () => AlertSettings): Listener[] {
  const on = { lifecycles: () => lifecycles, clock, vault: plainVault };
  return [createNoticeListener({ ...on, settings: () => notifications }), createIncidentListener({ ...on, settings })];
}

/** The real server on a loopback port of its own, over the given database, until the end of the test file. */
export async function apiUnderTest(
  pool: Pool,
  log: Log = createLog('silent'),
  sources: readonly Source[] = [],
  providers = NO_PROVIDERS,
  alerts = alertSettings({ people: PEOPLE }),
  /** Also write down, with every event, what people are told of it, and end what was found of the order. */
  isTelling = false,
  oidc: OidcSettings | null = null,
  trustedProxies: readonly string[] = [],
) {
  const clock = manualClock(T0);
  const { templates, list } = loadTemplates(null, notifications);
  const ledger = createLedger({
    pool,
    lifecycles: () => lifecycles,
    clock,
    vault: plainVault,
    listeners: [changeListener, ...(isTelling ? telling(clock, () => alerts) : [])],
  });
  const registry = new Registry();
  const metrics = createIntakeMetrics(registry);
  const server = createApiServer({
    pool,
    ledger,
    lifecycles: () => lifecycles,
    sources: () => sources,
    decode: decoder(
      () => lifecycles,
      () => sources,
    ),
    partitions: rawPartitions(pool),
    metrics,
    clock,
    log,
    registry,
    vault: plainVault,
    notifications: () => notifications,
    signingKey: SIGNING_KEY,
    providers: () => providers,
    ciSecret: CI_SECRET,
    access: () => ({ ...USUAL_ACCESS, origins: [SHOP_ORIGIN] }),
    alerts: () => alerts,
    oidc,
    trustedProxies,
    templates: () => templates,
    templateList: () => list,
    readMapping: text => triedMapping(text, lifecycles),
    decisions: () => DECISIONS,
    ledgerOn: db => {
      const on = { pool: db, lifecycles: () => lifecycles, clock, vault: plainVault };
      return createLedger({ ...on, listeners: telling(clock, () => alerts) });
    },
    readConfiguration: text => triedConfiguration(text, 'orderwatch.yaml'),
    configuration: configurationDesk({
      running: () => ({ file: 'orderwatch.yaml', text: referenceText, since: T0, refused: null }),
      alerts: () => alerts,
    }),
    health: {
      version: '0.0.0-test',
      checks: async () => [{ name: 'postgres', vital: true, healthy: true }],
      rawRetentionMs: 30 * DAY,
    },
    jaegerUrl: 'https://jaeger.example',
    sight: async () => [],
    behind: now => readBehind({ pool, watched: WATCHED }, now),
    grafanaUrl: 'https://grafana.example',
    diagnose: createDiagnose({ db: pool, facts: { at: async at => aFacts({ at }) }, providers: [], jaegerUrl: null }),
  });
  const url = `http://127.0.0.1:${await server.start(0, '127.0.0.1')}`;
  afterAll(() => server.stop());

  async function send(method: string, path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(url + path, {
      method,
      ...init,
      headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json', ...init.headers },
    });
  }

  /** The answer to a request, held against the contract: a success against `schema`, all else against Problem. */
  async function ask<Schema extends z.ZodType>(
    schema: Schema,
    method: string,
    path: string,
    init?: RequestInit,
  ): Promise<Reply<z.infer<Schema>>> {
    const response = await send(method, path, init);
    expect(response.headers.get('content-type')).toMatch(
      response.ok ? /^application\/json\b/ : /^application\/problem\+json\b/,
    );
    const body = (response.ok ? schema : contract.Problem).parse(await response.json()) as z.infer<Schema>;
    return { status: response.status, headers: response.headers, body };
  }

  return {
    url,
    clock,
    ledger,
    server,
    registry,
    send,
    ask,
    get: <Schema extends z.ZodType>(schema: Schema, path: string, init?: RequestInit) => ask(schema, 'GET', path, init),
    post: <Schema extends z.ZodType>(schema: Schema, path: string, body: Body, init: RequestInit = {}) =>
      ask(schema, 'POST', path, { ...init, body }),
    /** What went wrong, for a request that has to fail. */
    refused: async (method: string, path: string, init?: RequestInit) => {
      const { body, ...rest } = await ask(contract.Problem, method, path, init);
      expect(body.status).toBe(rest.status);
      return { ...rest, problem: body };
    },
  };
}

export async function admitTestKey(pool: Pool): Promise<void> {
  await registerKey(pool, { name: 'tests', role: 'admin', key: KEY }, T0);
}
