import { createServer } from 'node:http';
import express, { type Express, Router } from 'express';
import type { Diagnose } from '../alerts/diagnosis.ts';
import type { AlertSettings } from '../alerts/settings.ts';
import { findSettled } from '../alerts/still-wanted.ts';
import type { AcceptDeps } from '../collector/accept.ts';
import { examine } from '../collector/envelope/decode.ts';
import type { Source } from '../collector/mapping/source.ts';
import type { InboundMessage } from '../collector/message.ts';
import type { NotifierSettings } from '../notifier/settings.ts';
import type { Templates } from '../notifier/template.ts';
import type { LoadedTemplates } from '../notifier/template-files.ts';
import type { Log } from '../platform/log.ts';
import type { Metrics } from '../platform/metrics.ts';
import { listen } from '../platform/ops-server.ts';
import type { Db, Pool } from '../platform/postgres.ts';
import { readingOnly } from '../platform/read-only.ts';
import type { DecisionSettings } from '../tracker/decisions/settings.ts';
import type { Ledger } from '../tracker/ledger.ts';
import type { Lifecycles } from '../tracker/lifecycle.ts';
import { type AccessSettings, USUAL_ACCESS } from './access/access-section.ts';
import { declaredOrigins } from './access/declared-origins.ts';
import { saysWhatWillGo } from './access/deprecated.ts';
import { idempotency } from './access/idempotency.ts';
import { keyRoutes } from './access/key-routes.ts';
import { createOidc, type OidcSettings } from './access/oidc.ts';
import { oidcRoutes } from './access/oidc-routes.ts';
import { ownOrdersOnly } from './access/own-orders-only.ts';
import { permitted } from './access/permitted.ts';
import { createRateLimits, type RateLimits } from './access/rate-limits.ts';
import { againstForgery } from './access/same-origin.ts';
import { sessionRoutes } from './access/session-routes.ts';
import { createUsage, type Usage } from './access/usage.ts';
import { usageRoutes } from './access/usage-routes.ts';
import { userRoutes } from './access/user-routes.ts';
import { acknowledgeRoutes } from './acknowledge-routes.ts';
import { alertmanagerRoutes } from './alertmanager-routes.ts';
import { auditRoutes } from './audit/audit-routes.ts';
import { authentication, whoAsks, whoAsksNow } from './authentication.ts';
import type { TriedConfiguration } from './backtest-asked.ts';
import { ciRoutes } from './ci-routes.ts';
import type { ConfigurationDesk } from './configuration/configuration-desk.ts';
import { configurationRoutes } from './configuration/configuration-routes.ts';
import { consoleAssets, consolePage } from './console-files.ts';
import { correctionRoutes, orderCorrectionRoutes } from './corrections/corrections-routes.ts';
import { customerRoutes } from './customer-routes.ts';
import { customerTokenRoutes } from './customer-tokens/customer-token-routes.ts';
import { deployRoutes } from './deploy-routes.ts';
import { diagnosisRoutes } from './diagnosis-routes.ts';
import { errorHandler, otherMethods, unknownRoute } from './error-handler.ts';
import { eventRoutes } from './event-routes.ts';
import { handoverRoutes } from './handover/handover-routes.ts';
import { handsRoutes, workQueueRoutes } from './hands/hands-routes.ts';
import { saysWhen, securityHeaders } from './headers.ts';
import type { OwnHealth } from './health/health.ts';
import { healthRoutes } from './health/health-routes.ts';
import { incidentRoutes } from './incident-routes.ts';
import { incidentDeskRoutes } from './incidents/incident-desk-routes.ts';
import { createInsights } from './insights/insights.ts';
import { insightsRoutes } from './insights/insights-routes.ts';
import { lifecycleRoutes } from './lifecycle-routes.ts';
import { notificationRoutes } from './notification-routes.ts';
import { calendarRoutes, silencePlanRoutes } from './on-call/calendar-routes.ts';
import { onCallRoutes } from './on-call-routes.ts';
import { openApiDocument } from './openapi.ts';
import { orderPageRoutes } from './order/order-page-routes.ts';
import { orderRoutes } from './order-routes.ts';
import type { TriedMapping } from './quarantine/try-mapping.ts';
import { quarantineRoutes } from './quarantine-routes.ts';
import { requestMetrics } from './request-metrics.ts';
import { goOnInCallersTrace, goOnInOwnTrace, requestTrace } from './request-trace.ts';
import { ruleRoutes } from './rule-routes.ts';
import { runbookRoutes } from './runbook-routes.ts';
import { searchRoutes } from './search/search-routes.ts';
import { viewRoutes } from './search/view-routes.ts';
import { silenceRoutes } from './silence-routes.ts';
import { createStream, type Stream } from './stream/stream.ts';
import { streamRoutes } from './stream/stream-routes.ts';
import { createSummary, type SummaryDeps } from './summary/summary.ts';
import { summaryRoutes } from './summary/summary-routes.ts';
import { templateRoutes } from './templates/template-routes.ts';
import { trackRoutes } from './track/track-routes.ts';
import { trackingLinkRoutes } from './track/tracking-link-routes.ts';
import { unsubscribeRoutes } from './unsubscribe-routes.ts';
import { type Providers, webhookRoutes } from './webhook-routes.ts';

export type ApiDeps = AcceptDeps & {
  lifecycles: () => Lifecycles;
  /** Declared messages of others, as the intake reads them. */
  sources: () => readonly Source[];
  log: Log;
  registry: Metrics;
  /** What customers and partners are told, as the configuration has it now. */
  notifications: () => NotifierSettings;
  /** Of messages, as the configuration leads to them now. */
  templates: () => Templates;
  templateList: () => LoadedTemplates['list'];
  /** Of links to people; null: nobody gave one, and no link opens. */
  signingKey: Buffer | null;
  /** Those that post to us what became of messages, and where they have been told to post it. */
  providers: () => Providers;
  /** What pipelines prove with that they are who they say; null: none does. */
  ciSecret: string | null;
  /** Proxies whose word counts about who asks, as `proxy-addr` has it; left out: nobody's. */
  trustedProxies?: readonly string[];
  /** The sign-in of the company; null or left out: people have passwords of their own. */
  oidc?: OidcSettings | null;
  /** How often it may be asked, likewise; what is usual where nobody says. */
  access?: () => AccessSettings;
  /** What is looked for and who is told of it, likewise. */
  alerts: () => AlertSettings;
  /** A configuration that somebody is trying out. */
  readConfiguration: (text: string) => TriedConfiguration;
  /** The configuration as it is written, for those who look at it and try another one. */
  configuration: ConfigurationDesk;
  /** What this process knows of itself. */
  health: OwnHealth;
  /** Sources of messages that somebody is trying out. */
  readMapping: (text: string) => TriedMapping;
  /** The ledger on another pool, counting nothing: for what would happen. */
  ledgerOn: (pool: Pool) => Ledger;
  /** What is declared of decisions that people make about orders. */
  decisions: () => DecisionSettings;
  /** Why an order is where it is. */
  diagnose: Diagnose;
  /** What keeps us from seeing how things are now. */
  sight: SummaryDeps['sight'];
  /** How far the intake is behind, in milliseconds; null: nobody knows. */
  behind: SummaryDeps['behind'];
  /** Where people look at traces; null: nobody said. */
  jaegerUrl: string | null;
  /** Where people look at logs and boards; null: nobody said. */
  grafanaUrl: string | null;
  /** Where lists are read; the database of everything else when not given. */
  reads?: Db;
  /** Where the built console is; where the build puts it when not given. */
  consoleFolder?: string;
};

export type ApiServer = {
  /** Resolves with the port it listens on; rejects when the port is taken. */
  start(port: number, host: string | undefined): Promise<number>;
  /** Takes no new request, lets the running ones end for a few seconds, then cuts them off. */
  stop(): Promise<void>;
  /** Those who listen to what changes. */
  stream: Stream;
};

const DRAIN_LIMIT_MS = 5_000;
const IDLE_CHECK_MS = 50;
const PAST_LIMIT_MS = 15_000;

export function createApiServer(deps: ApiDeps): ApiServer {
  const live = createLive(deps);
  const server = createServer(createApi({ ...deps, ...live }));
  return {
    stream: live.stream,
    start: (port, host) => listen(server, port, host),
    stop: async () => {
      if (!server.listening) return;
      // They would be open for ever; whoever listens comes back to whoever is there.
      await live.stream.stop();
      const limit = setTimeout(() => server.closeAllConnections(), DRAIN_LIMIT_MS);
      // Again and again: a connection that was busy is kept alive after its answer, as if there were more to come.
      const idle = setInterval(() => server.closeIdleConnections(), IDLE_CHECK_MS);
      await new Promise(resolve => {
        server.close(resolve);
        server.closeIdleConnections();
      });
      clearTimeout(limit);
      clearInterval(idle);
      await live.usage.stop();
    },
  };
}

type Live = { summary: ReturnType<typeof createSummary>; stream: Stream; limits: RateLimits; usage: Usage };

function createLive(deps: ApiDeps): Live {
  const { pool } = deps;
  const summary = createSummary(deps);
  const access = accessOf(deps);
  const usage = createUsage({ ...deps, db: pool });
  return {
    summary,
    stream: createStream({ ...deps, db: pool, summary, whoAsksNow: req => whoAsksNow(access, req) }),
    usage,
    limits: createRateLimits({ ...access, access: deps.access ?? (() => USUAL_ACCESS), usage }),
  };
}

function accessOf({ pool, clock, signingKey, providers, oidc }: ApiDeps) {
  return { pool, clock, signingKey, publicUrl: () => providers().publicUrl, oidcName: oidc?.name ?? null };
}

function createApi(deps: ApiDeps & Live): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', [...(deps.trustedProxies ?? [])]);
  app.use(requestTrace);
  app.use(requestMetrics(deps.registry));
  app.use(securityHeaders);
  app.use(saysWhen(deps.clock));
  const page = consolePage(deps.consoleFolder);
  app
    .route('/')
    .get(page, (_req, res) => {
      res.vary('Accept').json({ name: 'Orderwatch', api: '/api/v1', openapi: '/api/v1/openapi.json' });
    })
    .all(otherMethods('GET'));
  app.use(consoleAssets(deps.consoleFolder));
  app.use('/api/v1', apiRoutes(deps));
  app.use(goOnInOwnTrace);
  if (deps.oidc) app.use('/auth/oidc', oidcRoutes({ ...deps, ...accessOf(deps), oidc: createOidc(deps.oidc) }));
  app.use('/unsubscribe', unsubscribeRoutes(deps));
  app.use('/ack', acknowledgeRoutes(deps));
  app.use('/track', trackRoutes({ ...deps, isLate: async () => (await deps.summary.current()).asOf.late }));
  app.use('/runbooks', runbookRoutes());
  app.use('/webhooks/alertmanager', alertmanagerRoutes(deps), errorHandler(deps.log));
  app.use('/webhooks/ci', ciRoutes(deps), errorHandler(deps.log));
  app.use('/webhooks', webhookRoutes(deps), errorHandler(deps.log));
  app.use(page);
  app.use(unknownRoute);
  app.use(errorHandler(deps.log));
  return app;
}

function apiRoutes(deps: ApiDeps & Live): Router {
  const { pool, ledger, lifecycles, sources, clock, reads = pool, vault, alerts, jaegerUrl } = deps;
  const examined = (message: InboundMessage) =>
    examine(message, { lifecycles: lifecycles(), historic: false }, sources());
  // Behind each room of routes, since it knows only there under which path it is mounted.
  const errors = errorHandler(deps.log);
  const api = Router();
  api.use(declaredOrigins(() => (deps.access?.() ?? USUAL_ACCESS).origins));
  api
    .route('/openapi.json')
    .get((_req, res) => {
      res.json(openApiDocument);
    })
    .all(otherMethods('GET'));
  const access = accessOf(deps);
  const { limits, usage } = deps;
  // Who asks, and whether they may: nothing behind this is reached by anybody else.
  api.use(limits.unknown, authentication(access), permitted, limits.known, againstForgery(access));
  api.use(saysWhatWillGo(), idempotency({ ...access, log: deps.log }));
  api.use((req, res, next) => (whoAsks(res) ? goOnInCallersTrace : goOnInOwnTrace)(req, res, next));
  api.use('/session', sessionRoutes(access), errors);
  api.use('/users', userRoutes(access), errors);
  api.use('/keys', keyRoutes(access), errors);
  api.use('/usage', usageRoutes({ pool, clock, limits, usage }), errors);
  api.use('/orders', ownOrdersOnly({ db: pool, lifecycles, vault, clock }), errors);
  api.use('/orders', searchRoutes({ ...deps, reads }), errors);
  api.use('/views', viewRoutes({ pool, clock }), errors);
  api.use('/orders', orderRoutes({ db: pool, ledger, lifecycles, clock, vault, alerts, jaegerUrl }), errors);
  api.use('/orders', trackingLinkRoutes(deps), errors);
  api.use('/orders', diagnosisRoutes({ ...deps, db: pool }), errors);
  api.use('/orders', orderPageRoutes({ ...deps, db: pool, reads }), errors);
  api.use('/orders', handsRoutes({ ...deps, db: pool }), orderCorrectionRoutes({ ...deps, db: pool, reads }), errors);
  api.use('/work-queue', workQueueRoutes({ ...deps, db: pool }), errors);
  api.use('/corrections', correctionRoutes({ ...deps, db: pool, reads }), errors);
  api.use('/notifications', notificationRoutes({ ...deps, reads, settings: deps.notifications, findSettled }), errors);
  api.use('/incidents', incidentDeskRoutes(deps), errors);
  api.use('/incidents', incidentRoutes({ pool, reads, vault, clock, alerts }), errors);
  api.use('/silences', silencePlanRoutes(deps), errors);
  api.use('/silences', silenceRoutes(deps), errors);
  api.use('/on-call', calendarRoutes(deps), errors);
  api.use('/on-call', onCallRoutes(deps), errors);
  api.use('/handover', handoverRoutes({ reads, clock, vault, alerts }), errors);
  api.use('/rules', ruleRoutes({ ...deps, reads: deps.reads ?? readingOnly(pool, PAST_LIMIT_MS) }), errors);
  api.use('/configuration', configurationRoutes(deps), errors);
  api.use('/health', healthRoutes({ ...deps, ...access }), errors);
  api.use('/customers', customerRoutes(deps), errors);
  api.use('/customer-tokens', customerTokenRoutes(deps), errors);
  api.use('/quarantine', quarantineRoutes(deps), errors);
  api.use('/templates', templateRoutes({ ...deps, db: pool, settings: deps.notifications }), errors);
  api.use('/deploys', deployRoutes({ pool, reads, clock }), errors);
  api.use('/events', eventRoutes({ ...deps, examine: examined }), errors);
  api.use('/audit', auditRoutes({ pool, reads, clock }), errors);
  api.use('/lifecycles', lifecycleRoutes(lifecycles), errors);
  api.use('/insights', insightsRoutes({ insights: createInsights(deps), clock }), errors);
  api.use('/metrics', summaryRoutes(deps), errors);
  api.use('/stream', streamRoutes(deps), errors);
  return api;
}
