import type { z } from 'zod';
import type { contract } from '../../api/contract.ts';
import { durationInWords } from '../../platform/duration.ts';
import { table } from './table.ts';
import { moment } from './time.ts';

type Backtest = z.infer<typeof contract.Backtest>;
type Report = NonNullable<Backtest['current']>;

/** `what`: how the changed one is called; null: nothing was to be otherwise. */
export function describeBacktest({ rule, since, until, ...sides }: Backtest, what: string | null): string {
  const { current, changed, difference } = sides;
  const days = durationInWords(Date.parse(until) - Date.parse(since));
  const shown = changed ?? current!;
  const first = changed
    ? `With ${what} ${rule} would have raised ${inWords(changed, days)}`
    : `${rule} would have raised ${inWords(shown, days)}`;
  const now = changed ? (current ? `Now: ${inWords(current, days)}` : `Now there is no rule ${rule}.`) : null;
  const { orders, samples } = difference?.missed ?? { orders: 0, samples: [] };
  const missed =
    orders === 0
      ? 'It would miss no order that was late and is found now.'
      : `It would miss ${counted(orders, 'order')} that ${orders === 1 ? 'was' : 'were'} late and ${orders === 1 ? 'is' : 'are'} found now: ${samples.join(', ')}${orders > samples.length ? ', …' : ''}.`;
  const rows = shown.samples.map(({ subject, orderId, status, severity, raisedAt, endedAt, late }) => [
    orderId ?? subject,
    status ?? '',
    severity,
    moment(Date.parse(raisedAt)),
    endedAt === null ? 'still so' : durationInWords(Date.parse(endedAt) - Date.parse(raisedAt)),
    late === null ? '' : late ? 'late' : 'not late',
  ]);
  const head = ['WHAT', 'STATUS', 'SEVERITY', 'RAISED (UTC)', 'FOR', 'THEN'];
  return [
    [first, now, difference ? missed : null].filter(line => line !== null).join('\n'),
    ...(rows.length === 0 ? [] : [`The newest:\n${table([head, ...rows], '  ')}`]),
  ].join('\n\n');
}

function inWords({ raised, orders, trulyLate, incidents, messages }: Report, days: string): string {
  if (raised === 0) return `nothing in ${days}.`;
  const late =
    trulyLate === null ? '' : ` on ${counted(orders, 'order')}, ${trulyLate} of them on orders that were late`;
  const { atLeast, atMost } = messages;
  const told =
    atMost === 0 ? 'no message' : atLeast === atMost ? counted(atMost, 'message') : `${atLeast} to ${atMost} messages`;
  return `${counted(raised, 'alert')} in ${days}${late}; ${counted(incidents, 'incident')}, ${told}.`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
