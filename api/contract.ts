import { z } from 'zod';
import { DEPLOY_KINDS, DEPLOY_RESULTS } from '../collector/deploys.ts';
import { SUPPRESSION_REASONS } from '../notifier/reasons.ts';
import { ANOMALY_SENTENCES } from '../tracker/anomaly-facts.ts';
import { createdKey, key } from './access/key-contract.ts';
import { createdUser, passwordLink, sessionState, user, userSession } from './access/session-contract.ts';
import { partnerKeys, usage } from './access/usage-contract.ts';
import { auditChain, auditEntry } from './audit/audit-contract.ts';
import { backtest } from './backtest-contract.ts';
import { configuration, configurationCheck } from './configuration/configuration-contract.ts';
import { correction, correctionPreview } from './corrections/corrections-contract.ts';
import { customerToken } from './customer-tokens/customer-token-contract.ts';
import { diagnosis } from './diagnosis-contract.ts';
import { handover } from './handover/handover-contract.ts';
import { orderHands, queuedOrder, workQueue } from './hands/hands-contract.ts';
import { health } from './health/health-contract.ts';
import { incident, incidentCounts, incidentInFull, incidentOrder } from './incident-contract.ts';
import { bulkOutcome } from './incidents/bulk-contract.ts';
import { incidentContext } from './incidents/context-contract.ts';
import { insights, insightsOrder } from './insights/insights-contract.ts';
import { lifecycle } from './lifecycle-contract.ts';
import {
  channelHealth,
  heldCustomers,
  notification,
  notificationCounts,
  notificationInFull,
  notificationSummary,
  resendPreview,
} from './notification-contract.ts';
import { onCallCalendar, silencePreview } from './on-call/calendar-contract.ts';
import { onCall, onCallOverride, silence } from './on-call-contract.ts';
import { orderContract } from './order/order-contract.ts';
import { timelineItem } from './order/timeline-contract.ts';
import {
  dismissResult,
  quarantined,
  quarantinedInFull,
  quarantineGroups,
  replayResult,
  restoreResult,
  tryResult,
} from './quarantine/quarantine-contract.ts';
import { rule, run } from './rule-contract.ts';
import { ruleCheck, ruleText } from './rules/rule-check-contract.ts';
import { listedExtras, orderSummary, savedView, understood } from './search/search-contract.ts';
import { streamChange, streamNotice, streamOpen, streamOrder } from './stream/stream-contract.ts';
import { asOf, summary } from './summary/summary-contract.ts';
import { templateList, templatePreview } from './templates/template-contract.ts';
import { trackingLink, trackingRevoked } from './track/track-contract.ts';

/**
 * What goes out over HTTP: half of the contract, the other being requests.ts. Each is the only definition of its half:
 * the OpenAPI document is made from it, and the tests hold every response against this one. The objects are strict so that
 * a test notices a field nobody declared; the document leaves room, since fields may be added within a version.
 */

const time = z.iso.datetime().meta({ description: 'ISO 8601 in UTC.' });

const customer = z.strictObject({
  id: z.string().optional(),
  name: z.string().optional(),
  email: z.string().optional(),
  phone: z.string().optional(),
  locale: z.string().optional(),
  timezone: z.string().optional(),
});

const order = z.strictObject({
  orderId: z.string(),
  lifecycle: z.string().meta({ description: 'Name of the declared lifecycle that the order goes through.' }),
  ids: z.record(z.string(), z.string()).meta({ description: 'System to the id under which it knows the order.' }),
  status: z.string().nullable(),
  confirmed: z.boolean().meta({ description: 'The system that owns the status has said so itself.' }),
  statusSince: time.nullable(),
  targetAt: time.nullable().meta({ description: 'When the order should have left its status.' }),
  dueAt: time.nullable().meta({ description: 'When the order must have left its status.' }),
  promisedAt: time.nullable().meta({ description: 'What the customer was promised.' }),
  stuck: z.boolean().meta({ description: 'Now is past dueAt.' }),
  atRisk: z.boolean().meta({
    description:
      'Now is past targetAt; or the order has been in its status for longer than 95 % of others were, or is likely to come to its end after promisedAt.',
  }),
  overdue: z.boolean().meta({ description: 'Now is past promisedAt and the order has not come to its end.' }),
  usual: z
    .strictObject({ p50: z.string(), p95: z.string() })
    .nullable()
    .meta({ description: 'How long orders usually stay in this status, as ISO 8601 durations; null: too few tell.' }),
  frozen: z.boolean(),
  provisional: z.boolean().meta({ description: 'No event has named the order id yet.' }),
  customer: customer.nullable(),
  customerMasked: z
    .boolean()
    .meta({ description: 'Name and contacts are shown in part; `POST /orders/{id}/reveal` tells them whole.' }),
  partner: z.string().nullable(),
  correlationId: z.string().nullable(),
  traceId: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .meta({ description: 'Of the one trace of the order: SHA-256 of the correlation id, else of the order id.' }),
  traceUrl: z.string().nullable().meta({
    description: 'Where that trace can be looked at; null: nothing of it has been sent yet, or nobody said where.',
  }),
  sources: z
    .record(z.string(), z.strictObject({ status: z.string(), at: time }))
    .meta({ description: 'What each system said last.' }),
  anomalies: z.array(
    z.strictObject({
      kind: z.string(),
      at: time,
      detail: z.string(),
      facts: z
        .array(z.strictObject({ says: z.enum(ANOMALY_SENTENCES), values: z.record(z.string(), z.string()) }))
        .meta({ description: 'What `detail` says, for whoever says it in another language; empty: only it knows.' }),
    }),
  ),
  expected: z
    .strictObject({
      from: time.nullable().meta({ description: 'One of ten orders like it comes to its end before.' }),
      to: time.nullable().meta({ description: 'One of ten orders like it comes to its end after.' }),
      likely: time.nullable().meta({ description: 'Half of the orders like it come to their end before.' }),
      basis: z.enum(['partner', 'lifecycle', 'declared']).nullable().meta({
        description: 'By what: what happened to orders of the partner, or of the lifecycle, or only what is declared.',
      }),
      samples: z.int().min(0).meta({ description: 'Of how many orders; 0: of none, it is what is declared.' }),
    })
    .meta({
      description: 'When the order is expected to come to its end; null when it has, is frozen, or nobody knows.',
    }),
  eventCount: z.int().min(0),
  duplicateCount: z.int().min(0),
  lastEventAt: time.nullable(),
});

const problem = z
  .strictObject({
    type: z.string().meta({ description: 'What went wrong, for programs.' }),
    title: z.string().meta({ description: 'What went wrong, in short.' }),
    status: z.int(),
    detail: z.string().meta({ description: 'What went wrong this time and what to do.' }),
    parameter: z.string().optional().meta({ description: 'The parameter that was bad.' }),
    candidates: z.array(z.string()).optional().meta({ description: 'The orders that bear an ambiguous name.' }),
    quarantineId: z.string().optional().meta({ description: 'Where the refused event is kept.' }),
    reasonKind: z.string().optional().meta({ description: 'Why the event was refused, in one word.' }),
    holder: z
      .strictObject({ by: z.string(), since: time })
      .optional()
      .meta({ description: 'Who has the order in hand.' }),
    happened: z
      .strictObject({ by: z.string(), at: time, what: z.string() })
      .optional()
      .meta({ description: 'What was done to the order last, while you decided.' }),
    version: z
      .string()
      .optional()
      .meta({ description: 'The ETag of what is there now, where If-Match named another one.' }),
    changed: z
      .array(z.strictObject({ id: z.string(), why: z.string() }))
      .optional()
      .meta({ description: 'Which of several things are another by now than they were shown.' }),
    retryAfter: z.int().min(0).optional().meta({ description: 'In so many seconds it may be tried again.' }),
    mistakes: z
      .array(
        z.strictObject({
          line: z.int().nullable(),
          column: z.int().nullable(),
          path: z.array(z.union([z.string(), z.int()])).meta({ description: 'From the root of the document.' }),
          sentence: z.string(),
        }),
      )
      .optional()
      .meta({ description: 'Everything that is wrong with a configuration, and where.' }),
  })
  .meta({ description: 'RFC 9457 problem details.' });

const nextCursor = z
  .string()
  .nullable()
  .meta({ description: 'Give it as `cursor` for the next page; null: last page.' });
const page = <Item extends z.ZodType>(item: Item) => z.strictObject({ items: z.array(item), nextCursor });

/** What producers send. For the document only: the bytes of an event go to the collector as they came, which checks them itself. */
const event = z
  .looseObject({
    eventId: z
      .string()
      .optional()
      .meta({ description: 'The same id is the same event: sending it again is harmless.' }),
    type: z.string().optional().meta({ description: 'order.status_changed when left out.' }),
    orderId: z
      .string()
      .optional()
      .meta({ description: 'Or one of `ids`, or a `correlationId` that leads to an order.' }),
    status: z.string().optional().meta({ description: 'Needed for a change of status.' }),
    source: z.string().meta({ description: 'The system that says so.' }),
    occurredAt: time.optional(),
    sequence: z.int().min(0).optional().meta({ description: 'Counts the events of this source about this order.' }),
    correlationId: z.string().optional(),
    causationId: z.string().optional(),
    ids: z.record(z.string(), z.string()).optional(),
    customer: customer.optional(),
    partner: z.string().optional(),
    promisedAt: time.optional(),
    data: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({
    examples: [
      { eventId: 'e-1', orderId: 'ORD-1042', status: 'SUBMITTED', source: 'shop', occurredAt: '2026-11-20T09:12:00Z' },
    ],
  });

const eventOutcome = z.strictObject({
  outcome: z.enum(['recorded', 'duplicate', 'conflict']).meta({
    description: 'conflict: the ledger has another content under this event id, which stays; the order tells of both.',
  }),
  orderId: z.string().meta({ description: 'The name under which the order can be asked for.' }),
  eventId: z.string(),
});

const quarantinedOutcome = z.strictObject({
  outcome: z.literal('quarantined'),
  quarantineId: z.string(),
  reasonKind: z.string(),
  reason: z.string(),
});

const eventOutcomes = z.strictObject({
  items: z
    .array(z.discriminatedUnion('outcome', [eventOutcome, quarantinedOutcome]))
    .meta({ description: 'What became of each event, in their order.' }),
});

const deploy = z.strictObject({
  id: z.string(),
  service: z.string().meta({ description: 'The system, as events name it.' }),
  version: z.string(),
  environment: z.string().nullable(),
  result: z.enum(DEPLOY_RESULTS),
  at: time,
  by: z.string().nullable(),
  url: z.string().nullable().meta({ description: 'Where to read more of it.' }),
  kind: z.enum(DEPLOY_KINDS),
  tests: z
    .strictObject({
      suite: z.string().nullable().meta({ description: 'Which ones.' }),
      passed: z.int().min(0).nullable(),
      failed: z.int().min(0).nullable(),
      skipped: z.int().min(0).nullable(),
      durationMs: z.int().min(0).nullable(),
    })
    .nullable()
    .meta({ description: 'What became of tests, as far as somebody said; null of a deploy.' }),
});

const orderPage = page(order.extend(listedExtras)).extend({
  understood: understood.optional().meta({ description: 'How `q` was understood; only with it.' }),
  total: z
    .strictObject({
      count: z.int().min(0),
      more: z.boolean().meta({ description: 'There are more than `count`, which were not counted.' }),
    })
    .optional()
    .meta({ description: 'How many orders pass the filters, up to 10,000; only with `count=true`.' }),
});

const examination = z.strictObject({
  understood: z.boolean(),
  readBy: z.string().nullable().meta({
    description: 'The declared source, or else the envelope (`plain`), that read the message; null: nothing could.',
  }),
  asked: z
    .array(z.strictObject({ source: z.string(), reads: z.boolean(), why: z.string() }))
    .meta({ description: 'The declared sources that were asked, in order, and why they read the message or not.' }),
  fields: z
    .array(
      z.strictObject({
        field: z.string(),
        expression: z.string(),
        gave: z.unknown().meta({ description: 'null: nothing.' }),
        problem: z.string().nullable().meta({ description: 'Why the expression gave nothing, where it failed.' }),
      }),
    )
    .meta({ description: 'What each expression of the source made of the message.' }),
  orderId: z
    .string()
    .nullable()
    .meta({ description: 'The order it would be recorded for; with ~ before it: known by another name only.' }),
  event: z
    .record(z.string(), z.unknown())
    .nullable()
    .meta({ description: 'The event that it would be recorded as; null when it was not understood.' }),
  reasonKind: z.string().nullable(),
  reason: z.string().nullable().meta({ description: 'Why it would go into quarantine, and what would be right.' }),
});

const preferences = z.strictObject({
  channels: z
    .record(z.string(), z.array(z.string()))
    .nullable()
    .meta({ description: 'By notice, `*` for those not named; null: what the configuration says.' }),
  locale: z.string().nullable(),
  zone: z.string().nullable(),
  quietHours: z
    .union([z.literal('none'), z.strictObject({ from: z.string(), to: z.string() })])
    .nullable()
    .meta({ description: 'In `zone`, over midnight where `from` is later.' }),
  optOuts: z
    .array(
      z.strictObject({
        channel: z.string(),
        address: z.string().meta({ description: 'Masked.' }),
        reason: z
          .enum(SUPPRESSION_REASONS)
          .meta({ description: 'opted_out: the customer said so, and can take it back; all else was found out.' }),
        since: time,
      }),
    )
    .meta({ description: 'Known addresses of the customer that nothing is sent to.' }),
});

export const contract = {
  Correction: correction,
  CorrectionPage: page(correction),
  CorrectionPreview: correctionPreview,
  OrderHands: orderHands,
  QueuedOrder: queuedOrder,
  WorkQueue: workQueue,
  AuditEntry: auditEntry,
  AuditPage: page(auditEntry),
  AuditChain: auditChain,
  Order: order,
  OrderPage: orderPage,
  OrderSummary: orderSummary,
  SavedView: savedView,
  SavedViewPage: page(savedView),
  Diagnosis: diagnosis(order.shape.expected),
  ...orderContract(customer),
  TimelineItem: timelineItem,
  TimelinePage: page(timelineItem),
  Event: event,
  EventOutcome: eventOutcome,
  EventOutcomes: eventOutcomes,
  Examination: examination,
  Incident: incident,
  IncidentPage: page(incident).extend({ counts: incidentCounts }),
  BulkOutcome: bulkOutcome,
  IncidentContext: incidentContext,
  IncidentInFull: incidentInFull,
  IncidentOrder: incidentOrder,
  IncidentOrderPage: page(incidentOrder),
  Backtest: backtest,
  Rule: rule,
  RuleText: ruleText,
  RuleCheck: ruleCheck,
  Configuration: configuration,
  ConfigurationCheck: configurationCheck,
  Health: health,
  RulePage: page(rule),
  Run: run,
  RunPage: page(run),
  Silence: silence,
  SilencePage: page(silence),
  OnCall: onCall,
  OnCallOverride: onCallOverride,
  OnCallOverridePage: page(onCallOverride),
  OnCallCalendar: onCallCalendar,
  SilencePreview: silencePreview,
  Handover: handover,
  Lifecycle: lifecycle,
  LifecyclePage: page(lifecycle),
  Notification: notification,
  NotificationInFull: notificationInFull,
  NotificationPage: page(notification).extend({ counts: notificationCounts }),
  NotificationSummary: notificationSummary,
  ChannelHealth: channelHealth,
  HeldCustomers: heldCustomers,
  ResendPreview: resendPreview,
  TemplateList: templateList,
  TemplatePreview: templatePreview,
  Deploy: deploy,
  DeployPage: page(deploy),
  QuarantinedMessage: quarantined,
  QuarantinedMessageInFull: quarantinedInFull,
  Preferences: preferences,
  Key: key,
  KeyPage: page(key),
  CreatedKey: createdKey,
  Usage: usage,
  PartnerKeys: partnerKeys,
  SessionState: sessionState,
  UserSession: userSession,
  UserSessionPage: page(userSession),
  User: user,
  UserPage: page(user),
  CreatedUser: createdUser,
  PasswordLink: passwordLink,
  QuarantinePage: page(quarantined),
  QuarantineGroups: quarantineGroups,
  ReplayResult: replayResult,
  Insights: insights,
  InsightsOrder: insightsOrder,
  InsightsOrderPage: page(insightsOrder).extend({ total: z.int().min(0) }),
  Summary: summary,
  AsOf: asOf,
  TrackingLink: trackingLink,
  CustomerToken: customerToken,
  TrackingRevoked: trackingRevoked,
  StreamOpen: streamOpen,
  StreamOrder: streamOrder,
  StreamChange: streamChange,
  StreamNotice: streamNotice,
  TryResult: tryResult(examination),
  DismissResult: dismissResult,
  RestoreResult: restoreResult,
  Problem: problem,
};
