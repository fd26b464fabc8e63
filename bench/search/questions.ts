import type { Instant } from '../../platform/clock.ts';
import { toIso } from '../../platform/clock.ts';
import { MATCHES, placeOf } from './fill.ts';

/** What is asked of the list: the query string by its name in the table. */
export function questionsOf(ledger: { size: number; now: Instant }): Record<string, Record<string, string>> {
  const middle = Math.floor(ledger.size / 2);
  const at = (nth: number) => toIso(placeOf(nth, ledger));
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
    provisional: { provisional: 'true' },
    assignedTo: { assignedTo: 'olga' },
    incident: { incident: '1' },
    'age over a day': { olderThan: 'PT24H' },
    'stuck, partner': { stuck: 'true', partner: 'acme' },
    'atRisk, source': { atRisk: 'true', source: 'mes' },
    'status, partner': { status: 'CLOSED', partner: 'acme' },
    'status, anomaly': { status: 'CLOSED', anomaly: 'true' },
    'from, partner': { from: at(middle), partner: 'acme' },
    'name, status': { q: 'kvitko', status: 'CLOSED' },
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
