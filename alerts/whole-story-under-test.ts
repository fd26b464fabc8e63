import { OUTBOX_TABLES } from '../notifier/outbox-under-test.ts';
import { type Instant, toIso } from '../platform/clock.ts';
import type { Pool } from '../platform/postgres.ts';
import { anEvent, arrivals } from '../test/support/factory.ts';
import type { Ledger } from '../tracker/ledger.ts';
import { acknowledge } from './incident-commands.ts';
import { readHistory, readIncidents } from './incidents-under-test.ts';
import { configurationOf, type World } from './replica-under-test.ts';
import type { Severity } from './severity.ts';

/** On Sunday the clocks in Berlin go back. */
export const THURSDAY: Instant = Date.parse('2026-10-22T17:30:00+02:00');
export const FRIDAY: Instant = Date.parse('2026-10-23T17:30:00+02:00');

/** A shop in Berlin: what is critical is told round the clock, all else in the hours of the office. */
export const shopInBerlin = (severity: Severity) =>
  configurationOf(`
systems: [shop, mes]
calendars:
  office:
    zone: Europe/Berlin
    hours: { mon: ["09:00-18:00"], tue: ["09:00-18:00"], wed: ["09:00-18:00"], thu: ["09:00-18:00"], fri: ["09:00-18:00"] }
lifecycles:
  jewellery:
    zone: Europe/Berlin
    calendar: office
    statuses:
      SUBMITTED:
        { owner: shop, entry: true, next: [PRICE_CALCULATED, CANCELLED], serviceLevel: { target: PT1H, breach: PT24H } }
      PRICE_CALCULATED: { owner: mes, next: [CANCELLED], serviceLevel: { target: P1D, breach: P3D } }
      CANCELLED: { owner: shop, next: [] }
notifications: { from: Shop <orders@shop.example>, locale: en, zone: Europe/Berlin }
rules:
  price-missing:
    title: { en: Orders wait for their price }
    condition: { kind: missing, status: SUBMITTED, successor: PRICE_CALCULATED, over: breach }
    severity: ${severity}
    route: desk
people:
  anna: { name: Anna, email: anna@shop.example }
  bernd: { name: Bernd, email: bernd@shop.example }
  chef: { name: Chef, email: chef@shop.example }
onCall:
  support: { zone: Europe/Berlin, from: "2026-10-24T12:00", shift: P1D, people: [anna, bernd] }
chains:
  round-the-clock:
    zone: Europe/Berlin
    steps:
      - tell: { onCall: [support] }
      - { after: P1D, tell: { onCall: [support], slack: true } }
      - { after: P1D, tell: { people: [chef] } }
    repeat: { from: 2, times: 1, after: PT12H }
  office-hours:
    calendar: office
    steps:
      - tell: { onCall: [support] }
      - { after: PT1H, tell: { people: [chef] } }
    repeat: { from: 2, times: 1, after: P1D }
routes:
  desk: { critical: round-the-clock, warning: office-hours }
`);

export const TABLES = `alerts.run, alerts.incident, alerts.finding, alerts.incident_event, alerts.push, alerts.publication,
  tracker.order_event, tracker.order_state, tracker.order_alias, tracker.order_search, tracker.order_anomaly,
  tracker.order_source, ${OUTBOX_TABLES}`;

/** The shop says it on Thursday. */
export const submitted = (orderId = 'ORD-1') => anEvent({ orderId, occurredAt: THURSDAY });

export const priced = (occurredAt: Instant, orderId = 'ORD-1') =>
  anEvent({ orderId, status: 'PRICE_CALCULATED', source: 'mes', occurredAt });

export type Plot = {
  severity: Severity;
  /** When the chef takes it on, until the end of the story. */
  acknowledgedAt: Instant;
  pricedAt: Instant;
  end: Instant;
};

/** Lets people and systems outside do what they do at this instant. */
export async function play({ pool }: World, ledger: Ledger, plot: Plot, now: Instant): Promise<void> {
  if (now === THURSDAY) await ledger.record(arrivals([submitted()]));
  if (now === plot.pricedAt) await ledger.record(arrivals([priced(now)]));
  if (now !== plot.acknowledgedAt) return;
  const [incident] = await readIncidents(pool);
  const settings = shopInBerlin(plot.severity).alerts;
  const taken = { by: 'chef', until: plot.end, note: null };
  const { kind } = await acknowledge(pool, incident!.id, taken, { now, settings });
  if (kind !== 'done') throw new Error(`it could not be acknowledged: ${kind}`);
}

/** Each message as `10-23 15:30 incident staff:anna email sent`. */
export async function readMessages(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ at: Instant; text: string }>(
    `select m.queued_at as at, concat_ws(' ', m.template, m.recipient, m.channel, m.state) as text
       from notifier.message m order by m.queued_at, m.template, m.recipient`,
  );
  return rows.map(({ at, text }) => `${toIso(at).slice(5, 16).replace('T', ' ')} ${text}`);
}

/** What has become of it: incidents, findings, history and messages. */
export async function readStory(pool: Pool) {
  const incidents = await readIncidents(pool);
  const { rows: findings } = await pool.query(
    `select f.rule, f.subject, f.stay, f.resolution, f.first_seen_at, f.resolved_at from alerts.finding f order by f.subject`,
  );
  const history = [];
  for (const { id } of incidents) history.push(await readHistory(pool, id));
  return {
    incidents: incidents.map(({ rule, about, state, severity, openedAt, reopened, resolution, resolvedAt }) => ({
      ...{ rule, about, state, severity, openedAt, reopened, resolution, resolvedAt },
    })),
    findings,
    kinds: history.map(events => events.map(event => event.split(' ')[0])),
    messages: await readMessages(pool),
  };
}
