import type { z } from 'zod';
import type { contract } from '../../api/contract.ts';
import { printable } from './printable.ts';
import { table } from './table.ts';

type Examination = z.infer<typeof contract.Examination>;

/** What became of a sample message and why, for a person at a terminal. */
export function describeExamination(examination: Examination): string {
  const { asked, fields, event } = examination;
  return [
    headline(examination).map(printable).join('\n  '),
    section(
      'The sources in their order',
      asked.map(({ source, why }) => [source, why]),
    ),
    section(
      'What the expressions gave',
      fields.map(({ field, expression, gave, problem }) => [field, shown(gave, problem), expression]),
    ),
    section('The event', event === null ? [] : Object.entries(event).map(([name, value]) => [name, inWords(value)])),
  ]
    .filter(part => part !== '')
    .join('\n\n');
}

function headline({ readBy, orderId, event, reasonKind, reason, asked }: Examination): string[] {
  const isSource = asked.some(({ reads }) => reads);
  const reader = isSource ? `source ${readBy}` : `the ${readBy} envelope`;
  if (event === null) {
    const by = readBy === null ? 'Nothing can read it' : `Read by ${reader}, and refused`;
    return [`${by}: it would go into quarantine as ${reasonKind}.`, reason ?? ''];
  }
  const known = orderId?.startsWith('~') ? ', until an event names its order id' : '';
  return [`Read by ${reader}: it would be recorded for order ${orderId}${known}.`];
}

const SHOWN_CHARACTERS = 60;

function shown(gave: unknown, problem: string | null): string {
  if (problem !== null) return 'FAILED';
  if (gave === null) return 'nothing';
  const text = JSON.stringify(gave);
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS).toWellFormed()}…` : text;
}

function inWords(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function section(title: string, rows: string[][]): string {
  return rows.length === 0 ? '' : `${title}\n${table(rows, '  ')}`;
}
