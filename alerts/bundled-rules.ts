import type { RulesDeclaration } from './rules-schema.ts';

type Rules = NonNullable<RulesDeclaration>;

/** What is watched where a configuration declares no rules: nothing that would need the name of a status or a system. */
const RULES: Rules = {
  stuck: {
    title: { en: 'Orders are stuck', ru: 'Заказы зависли' },
    condition: { kind: 'dwell', status: '*', over: 'breach' },
    severity: 'warning',
  },
  promised: {
    title: { en: 'Promised dates', ru: 'Обещанные сроки' },
    condition: { kind: 'overdue', before: 'P1D' },
    severity: 'info',
    raise: { over: 'promise', severity: 'warning' },
  },
  unnamed: {
    title: { en: 'Orders without an order id', ru: 'Заказы без номера' },
    condition: { kind: 'provisional', for: 'PT15M' },
    severity: 'warning',
  },
  disputed: {
    title: { en: 'Systems disagree', ru: 'Системы противоречат друг другу' },
    condition: { kind: 'divergence', for: 'PT30M' },
    severity: 'warning',
  },
  lost: {
    title: { en: 'Events were lost', ru: 'События потеряны' },
    condition: { kind: 'sequenceGap', for: 'PT10M' },
    severity: 'warning',
  },
  silent: {
    title: { en: 'A system is silent', ru: 'Система молчит' },
    condition: { kind: 'silence', source: '*' },
    severity: 'warning',
  },
  'nothing-comes': {
    title: { en: 'Nothing comes from anybody', ru: 'Ни от кого ничего не приходит' },
    condition: { kind: 'silence', source: 'any' },
    severity: 'critical',
  },
  'no-orders': {
    title: { en: 'No order is under way', ru: 'В работе нет ни одного заказа' },
    condition: { kind: 'noOrders' },
    severity: 'warning',
  },
  clocks: {
    title: { en: 'The clock of a system is wrong', ru: 'Часы системы идут неверно' },
    condition: { kind: 'clock', source: '*', over: 'PT1M' },
    severity: 'warning',
  },
  flood: {
    title: { en: 'A partner sends too much', ru: 'Партнёр шлёт слишком много' },
    condition: { kind: 'partnerRate' },
    severity: 'warning',
  },
  quarantine: {
    title: { en: 'Messages in quarantine', ru: 'Сообщения в карантине' },
    condition: { kind: 'quarantine', over: 0 },
    severity: 'warning',
  },
  duplicates: {
    title: { en: 'Too many duplicates', ru: 'Слишком много повторов' },
    condition: { kind: 'anomalyRate', anomaly: 'duplicate', over: 0.05 },
    severity: 'info',
  },
  'queue-full': {
    title: { en: 'A queue fills up', ru: 'Очередь растёт' },
    condition: { kind: 'queueDepth', queue: '*', over: 1_000 },
    severity: 'warning',
  },
  'consumers-gone': {
    title: { en: 'Nobody reads from a queue', ru: 'Из очереди никто не читает' },
    condition: { kind: 'consumersGone', queue: '*', for: 'PT2M' },
    severity: 'critical',
  },
  'dead-letters': {
    title: { en: 'Dead letters', ru: 'Недоставленные сообщения' },
    condition: { kind: 'deadLetters', queue: '*', over: 0 },
    severity: 'warning',
  },
  'old-messages': {
    title: { en: 'Messages wait for too long', ru: 'Сообщения ждут слишком долго' },
    condition: { kind: 'messageAge', queue: '*', over: 'PT10M' },
    severity: 'warning',
  },
  broker: {
    title: { en: 'RabbitMQ is in trouble', ru: 'Проблемы с RabbitMQ' },
    condition: { kind: 'broker' },
    severity: 'critical',
  },
  endpoints: {
    title: { en: 'A system does not answer', ru: 'Система не отвечает' },
    condition: { kind: 'endpoint', endpoint: '*', for: 'PT2M' },
    severity: 'warning',
    raise: { over: 'PT10M', severity: 'critical' },
  },
  'slow-endpoints': {
    title: { en: 'A system answers slowly', ru: 'Система отвечает медленно' },
    condition: { kind: 'endpoint', endpoint: '*', over: 'PT3S' },
    severity: 'warning',
  },
  'slow-queries': {
    title: { en: 'PostgreSQL is slow', ru: 'PostgreSQL работает медленно' },
    condition: { kind: 'database', test: 'slowQueries', over: 'PT30S' },
    severity: 'warning',
  },
  connections: {
    title: { en: 'PostgreSQL runs out of connections', ru: 'В PostgreSQL кончаются соединения' },
    condition: { kind: 'database', test: 'connections', over: 0.9 },
    severity: 'critical',
  },
};

/** By the route that is meant for all; null: incidents are opened, and nobody is told. */
export function bundledRules(route: string | null): Rules {
  if (route === null) return RULES;
  return Object.fromEntries(Object.entries(RULES).map(([name, rule]) => [name, { ...rule, route }]));
}
