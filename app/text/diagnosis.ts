import type { DiagnosisContract } from '../../api/present-diagnosis.ts';
import { durationInWords } from '../../platform/duration.ts';
import { printable } from './printable.ts';
import { table } from './table.ts';
import { distance, moment } from './time.ts';

/** Why an order is where it is, for a person at a terminal. Times are UTC. */
export function describeDiagnosis(diagnosis: DiagnosisContract): string {
  const { orderId, status, since, asOf, verdict, cause, suspect, usual, evidence } = diagnosis;
  const now = Date.parse(asOf);
  const stay = since === null ? '' : ` for ${durationInWords(now - Date.parse(since))}`;
  const facts: [string, string | null | undefined][] = [
    ['cause', cause?.key],
    ['unsure', suspect?.en],
    ['stay', usual && `${usual.inWords.en}; of ${usual.samples} stays of ${BASES[usual.basis]}`],
  ];
  const known = facts.flatMap(([name, value]) => (value ? [[name, value]] : []));
  return [
    `${printable(`${orderId}: ${status ?? 'no status yet'}${stay}`)}\n  ${printable(verdict.en)}`,
    table(known, '  '),
    evidence.length === 0 ? '' : `What was seen (UTC)\n${table(evidence.flatMap(rows(now)), '  ')}`,
  ]
    .filter(part => part !== '')
    .join('\n\n');
}

const BASES = { partner: 'the partner', lifecycle: 'all orders' } as const;

/** What explains is marked; where it can be looked at stands below it. */
function rows(now: number): (evidence: DiagnosisContract['evidence'][number]) => string[][] {
  return ({ at, text, link, cause }) => [
    [
      cause === null ? ' ' : '!',
      at === null ? '' : `${moment(Date.parse(at))}, ${distance(Date.parse(at), now)}`,
      text.en,
    ],
    ...(link === null ? [] : [['', '', `→ ${link}`]]),
  ];
}
