import { createHash } from 'node:crypto';
import type { Instant } from '../../platform/clock.ts';
import { toIso } from '../../platform/clock.ts';
import { correlationIdOf, MATCHES, messageIdOf, ordinary, placeOf } from './fill.ts';

/** What nearly all orders pass, or all that are under way: the more of them the larger the ledger. */
export const OF_MOST: readonly string[] = [
  'sort lastEvent',
  'sort deadline',
  'sort age',
  'source of all',
  'not stuck',
  'not at risk',
  'not overdue',
  'without an anomaly',
  'not provisional',
  'age under half a day',
];

/** What is asked of the list: the query string by its name in the table. */
export function questionsOf(ledger: { size: number; now: Instant }): Record<string, Record<string, string>> {
  const middle = Math.floor(ledger.size / 2);
  const at = (nth: number) => toIso(placeOf(nth, ledger));
  const one = ordinary(ledger.size);
  const correlationId = correlationIdOf(one);
  return {
    'sort lastEvent': {},
    'sort deadline': { sort: 'deadline' },
    'sort age': { sort: 'age' },
    status: { status: 'SUBMITTED' },
    'status, by age': { status: 'SUBMITTED', sort: 'age' },
    source: { source: 'erp' },
    partner: { partner: 'acme' },
    customer: { customer: 'C-0' },
    from: { from: at(ledger.size - MATCHES) },
    to: { to: at(MATCHES) },
    'from, to': { from: at(middle), to: at(middle + MATCHES) },
    stuck: { stuck: 'true' },
    'stuck, by deadline': { stuck: 'true', sort: 'deadline' },
    atRisk: { atRisk: 'true' },
    'atRisk, by deadline': { atRisk: 'true', sort: 'deadline' },
    overdue: { overdue: 'true' },
    anomaly: { anomaly: 'true' },
    'anomaly of a kind': { anomaly: 'divergence' },
    correlationId: { correlationId },
    provisional: { provisional: 'true' },
    assignedTo: { assignedTo: 'olga' },
    incident: { incident: '1' },
    'age over half a day': { olderThan: 'PT12H' },
    'age over half a day, by age': { olderThan: 'PT12H', sort: 'age' },
    'stuck for over an hour': { stuckFor: 'PT1H' },
    'stuck, partner': { stuck: 'true', partner: 'acme' },
    'atRisk, source': { atRisk: 'true', source: 'mes' },
    'status, partner': { status: 'CLOSED', partner: 'acme' },
    'status, anomaly': { status: 'CLOSED', anomaly: 'true' },
    'from, partner': { from: at(middle), partner: 'acme' },
    'name, status': { q: 'kvitko', status: 'CLOSED' },
    'source of all': { source: 'mes' },
    'not stuck': { stuck: 'false' },
    'not at risk': { atRisk: 'false' },
    'not overdue': { overdue: 'false' },
    'without an anomaly': { anomaly: 'false' },
    'not provisional': { provisional: 'false' },
    'age under half a day': { youngerThan: 'PT12H' },
    'an order id': { q: `ORD-${one}0001` },
    'an id of a system': { q: `M-${one}0002` },
    'a correlation id': { q: correlationId },
    'a message id': { q: messageIdOf(one) },
    'a trace id': { q: createHash('sha256').update(correlationId).digest('hex').slice(0, 32) },
    'beginning of order ids': { q: 'wholesale' },
    'end of order ids': { q: 'gift' },
    'end of ids of a system': { q: 'rush' },
    'digits of a phone': { q: '4477' },
    'a name': { q: 'kvit' },
    'a name of two words': { q: 'zhanna kvitko' },
    'an e-mail address': { q: 'quill' },
    nobody: { q: 'nobodyatall' },
    'count of a name': { q: 'kvitko', count: 'true' },
    'count of stuck': { stuck: 'true', count: 'true' },
    'count of a partner': { partner: 'acme', count: 'true' },
  };
}
