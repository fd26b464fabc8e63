import { expect, test } from 'vitest';
import { readSearch } from './search-words.ts';

const known = { statuses: ['SUBMITTED', 'PRICE_CALCULATED', 'SHIPPED'] };

function understood(typed: string) {
  const reading = readSearch(typed, known);
  if (!reading.ok) throw new Error(reading.sentence);
  const { text, as, words } = reading.understood;
  return { text, as, ...Object.fromEntries(words.map(({ parameter, value }) => [parameter, value])) };
}

test.each([
  ['ORD-1042', { text: 'ORD-1042', as: 'text' }],
  ['mes:M-77', { text: 'mes:M-77', as: 'text' }],
  ['~mes:M-77', { text: '~mes:M-77', as: 'text' }],
  ['+7 (916) 123-45', { text: '+7 (916) 123-45', as: 'phone' }],
  ['1042', { text: '1042', as: 'phone' }],
  ['anna@example.com', { text: 'anna@example.com', as: 'email' }],
  ['0af7651916cd43dd8448eb211c80319c', { text: '0af7651916cd43dd8448eb211c80319c', as: 'traceId' }],
  ['status:submitted age:>24h', { text: null, as: null, status: 'SUBMITTED', olderThan: 'PT24H' }],
  ['ivanova status:SUBMITTED 916', { text: 'ivanova 916', as: 'text', status: 'SUBMITTED' }],
  ['age:<30min', { text: null, as: null, youngerThan: 'PT30M' }],
  ['age:2d', { text: null, as: null, olderThan: 'P2D' }],
  ['Age:>=P1W', { text: null, as: null, olderThan: 'P1W' }],
  ['stuck:>2h', { text: null, as: null, stuckFor: 'PT2H' }],
  ['is:stuck is:at-risk is:overdue', { text: null, as: null, stuck: 'true', atRisk: 'true', overdue: 'true' }],
  ['at-risk:no', { text: null, as: null, atRisk: 'false' }],
  ['partner:"north wind" anna', { text: 'anna', as: 'text', partner: 'north wind' }],
  ['assigned:me incident:#31', { text: null, as: null, assignedTo: 'me', incident: '31' }],
  ['anomaly:gap from:2026-11-01', { text: null, as: null, anomaly: 'gap', from: '2026-11-01' }],
  ['"status:x"', { text: 'status:x', as: 'text' }],
  ['constructor:x', { text: 'constructor:x', as: 'text' }],
])('%s', (typed, wanted) => {
  expect(understood(typed)).toEqual(wanted);
});

test.each([
  ['status:SUBMITED', 'status:SUBMITED: status is unknown here; did you mean SUBMITTED?'],
  ['status:', 'status:: status must have a value behind its colon'],
  ['age:>soon', 'age:>soon: age must be a time such as >24h, <30min or 2d'],
  ['is:fine', 'is:fine: is must be stuck, at-risk, overdue or provisional'],
  ['incident:x', 'incident:x: incident must be the number of an incident'],
  ['stuck:maybe', 'stuck:maybe: stuck must be yes or no'],
])('%s is refused with what would be right', (typed, sentence) => {
  expect(readSearch(typed, known)).toEqual({ ok: false, sentence });
});
