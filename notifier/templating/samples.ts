import { type DigestVariables, SAMPLE_DIGEST } from '../digest-variables.ts';
import { type EndpointVariables, SAMPLE_ENDPOINT } from '../endpoint-variables.ts';
import {
  type IncidentVariables,
  type ResolvedVariables,
  SAMPLE_INCIDENT,
  SAMPLE_RESOLVED,
  SAMPLE_TAKEN,
  type TakenVariables,
} from '../incident-variables.ts';
import type { Variables } from '../message.ts';
import type { Brand } from '../settings.ts';
import { SAMPLE_SILENCE, type SilenceVariables } from '../silence-variables.ts';
import { type OrderVariables, SAMPLE_ORDER } from '../variables.ts';
import { languageOf } from './locale-chain.ts';

export type Subject = 'order' | 'incident' | 'incidentResolved' | 'incidentTaken' | 'digest' | 'endpoint' | 'silence';

const FOR_STAFF: ReadonlySet<Subject | null> = new Set([
  'incident',
  'incidentResolved',
  'incidentTaken',
  'digest',
  'silence',
]);

/** What people of the company are told, who can't end it and are whom others reach. */
export function isForStaff(about: Subject | null): boolean {
  return FOR_STAFF.has(about);
}

/** What a template is held against: all that it may ask for, and the same with nothing that can be unknown. */
export type Samples = { full: Variables; sparse: Variables };

const SPARSE_ORDER: OrderVariables = {
  order: { ...SAMPLE_ORDER.order, promisedAt: null, partner: null },
  customer: { name: null },
  price: null,
  parcel: { carrier: null, number: null, url: null },
  expected: null,
  words: null,
  links: { order: null, tracking: null },
};

const SPARSE_INCIDENT: IncidentVariables = {
  incident: {
    ...SAMPLE_INCIDENT.incident,
    limit: null,
    cause: null,
    suspect: null,
    customersHeld: false,
    detail: null,
  },
  orders: { count: 0, first: [], more: 0 },
  told: [],
  links: { acknowledge: null, open: null },
};

const SPARSE_RESOLVED: ResolvedVariables = {
  ...SPARSE_INCIDENT,
  resolved: { ...SAMPLE_RESOLVED.resolved, by: null, asks: false },
  links: { acknowledge: null, open: null, verdict: null },
};

const SPARSE_TAKEN: TakenVariables = {
  incident: { ...SAMPLE_TAKEN.incident, title: null },
  answer: { ...SAMPLE_TAKEN.answer, kind: 'unknown', until: null, verdict: null, asks: false },
};

const SPARSE_DIGEST: DigestVariables = {
  ...SAMPLE_DIGEST,
  kind: 'daily',
  orders: { stuck: 0, atRisk: 0, overdue: 0 },
  incidents: { open: 0, taken: 0, opened: 0, closed: 0, before: null },
  owners: [],
  stuck: [],
  atRisk: [],
  overdue: [],
  unresolved: [],
  silences: [],
  failed: { count: 0, channels: [] },
  dwell: SAMPLE_DIGEST.dwell.map(one => ({ ...one, target: null, breach: null, isBusiness: true, beforeMs: null })),
  precision: [],
  partners: [],
};

const SPARSE_ENDPOINT: EndpointVariables = { ...SAMPLE_ENDPOINT, url: null };

const SPARSE_SILENCE: SilenceVariables = {
  silence: { ...SAMPLE_SILENCE.silence, about: null },
  held: 0,
};

export const SUBJECTS: Readonly<Record<Subject, Samples>> = {
  // The sample order has no partner: a template may ask for one nevertheless.
  order: { full: { ...SAMPLE_ORDER, order: { ...SAMPLE_ORDER.order, partner: 'acme' } }, sparse: SPARSE_ORDER },
  incident: { full: SAMPLE_INCIDENT, sparse: SPARSE_INCIDENT },
  incidentResolved: { full: SAMPLE_RESOLVED, sparse: SPARSE_RESOLVED },
  incidentTaken: { full: SAMPLE_TAKEN, sparse: SPARSE_TAKEN },
  digest: { full: SAMPLE_DIGEST, sparse: SPARSE_DIGEST },
  endpoint: { full: SAMPLE_ENDPOINT, sparse: SPARSE_ENDPOINT },
  silence: { full: SAMPLE_SILENCE, sparse: SPARSE_SILENCE },
};

const IN_RUSSIAN = {
  ...SAMPLE_INCIDENT.incident,
  title: 'Заказы ждут цены дольше суток',
  cause: 'MES молчит с 09:50.',
  suspect: 'MES молчит с 09:50.',
  detail: 'В очереди mes.calc ждут 1 204 сообщения, и никто их не забирает.',
};

const RUSSIAN: Readonly<Record<Subject, Variables>> = {
  order: {
    ...SUBJECTS.order.full,
    order: { ...SAMPLE_ORDER.order, statusLabel: 'Цена готова' },
    customer: { name: 'Анна Иванова' },
  },
  incident: {
    ...SAMPLE_INCIDENT,
    incident: IN_RUSSIAN,
    orders: {
      ...SAMPLE_INCIDENT.orders,
      first: SAMPLE_INCIDENT.orders.first.map(order => ({
        ...order,
        usual: order.usual && 'обычно 35 мин (p90 3 ч), этот уже 1 д 2 ч',
      })),
    },
    told: [
      { name: 'Поддержка', at: '2026-11-20T10:12:00.000Z' },
      { name: 'Ольга', at: '2026-11-20T11:12:00.000Z' },
    ],
  },
  incidentResolved: {
    ...SAMPLE_RESOLVED,
    incident: IN_RUSSIAN,
    resolved: { ...SAMPLE_RESOLVED.resolved, by: 'Ольга' },
  },
  incidentTaken: {
    incident: { id: '31', title: IN_RUSSIAN.title },
    answer: { ...SAMPLE_TAKEN.answer, by: 'Ольга' },
  },
  digest: {
    ...SAMPLE_DIGEST,
    unresolved: [
      { ...SAMPLE_DIGEST.unresolved[0], title: IN_RUSSIAN.title },
      { ...SAMPLE_DIGEST.unresolved[1], title: 'Одобренные заказы никто не берёт', by: 'Ольга' },
    ],
    precision: [
      {
        ...SAMPLE_DIGEST.precision[0],
        title: IN_RUSSIAN.title,
        suggestion: 'С пределом 3 ч было бы 12 тревог вместо 37, и ни один опоздавший заказ не был бы пропущен.',
      },
      { ...SAMPLE_DIGEST.precision[1], title: 'Растёт очередь' },
    ],
    silences: [{ ...SAMPLE_DIGEST.silences[0], reason: 'Обновляется MES', author: 'Борис' }],
  },
  endpoint: SAMPLE_ENDPOINT,
  silence: { ...SAMPLE_SILENCE, silence: { ...SAMPLE_SILENCE.silence, reason: 'MES переезжает в другой дата-центр' } },
};

/** Of a template that is JSON. */
const CHANGE: Variables = {
  type: 'order.status_changed',
  orderId: 'ORD-1042',
  ids: { mes: 'M-77' },
  status: 'SHIPPED',
  previous: 'PACKAGING',
  at: '2026-11-20T09:12:00.000Z',
  current: true,
  late: false,
  provisional: false,
  correlationId: 'cart-77',
};

/** For people to look at, in their language where there is one in it. `about`: null for what is no text. */
export function previewSample(about: Subject | null, locale: string): Variables {
  if (about === null) return CHANGE;
  return languageOf(locale) === 'ru' ? RUSSIAN[about] : SUBJECTS[about].full;
}

/** For previews, where the configuration says nothing of a brand. */
export const SAMPLE_BRAND: Brand = {
  name: 'Aurum',
  color: '#8a5a2b',
  logoUrl: null,
  contact: { email: 'help@aurum.example', phone: '+7 495 123-45-67', url: 'https://aurum.example/contacts' },
  imprint: {
    en: 'Aurum LLC, 12 Yuvelirnaya St, Kostroma, Russia',
    ru: 'ООО «Аурум», Россия, Кострома, ул. Ювелирная, д.\u00a012',
  },
};

/**
 * Every sample that shows a mistake of its own: all there, nothing there, and each thing that can be unknown alone
 * unknown, or alone known.
 */
export function variants({ full, sparse }: Samples): Variables[] {
  const paths = differences(full, sparse);
  return [
    full,
    sparse,
    ...paths.map(path => grafted(full, sparse, path) as Variables),
    ...paths.map(path => grafted(sparse, full, path) as Variables),
  ];
}

function differences(one: unknown, other: unknown): string[][] {
  if (JSON.stringify(one) === JSON.stringify(other)) return [];
  if (!isMapping(one) || !isMapping(other)) return [[]];
  return Object.keys(one).flatMap(name => differences(one[name], other[name]).map(path => [name, ...path]));
}

/** The one, with what the other has at the path. */
function grafted(one: unknown, other: unknown, [name, ...rest]: readonly string[]): unknown {
  if (name === undefined || !isMapping(one) || !isMapping(other)) return other;
  return { ...one, [name]: grafted(one[name], other[name], rest) };
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
