import type { Instant } from '../../platform/clock.ts';
import { weekOf } from '../../tracker/insights/dwell-weeks.ts';
import type { EndedStay, Travelled } from '../../tracker/insights/travelled.ts';
import { variantId } from '../../tracker/insights/variants.ts';

/** Of what a figure was counted. */
export type Figure = {
  status?: string | undefined;
  next?: string | undefined;
  week?: Instant | undefined;
  variant?: string | undefined;
  late?: boolean | undefined;
  promise?: 'kept' | 'missed' | undefined;
  noPartner?: boolean | undefined;
  noProductClass?: boolean | undefined;
};

/** An order behind a figure, with how long what was asked for took; null: it is under way. */
export type FigureOrder = { order: Travelled; ms: number | null };

/** The longest first; those under way at the end, by their id. `left`: only stays that ended within this time count. */
export function ordersBehind(
  orders: readonly Travelled[],
  figure: Figure,
  left: { from: Instant; to: Instant },
): FigureOrder[] {
  return orders
    .flatMap(order => (passes(order, figure) ? (measured(order, figure, left) ?? []) : []))
    .sort((a, b) => compareFigure([a.ms, a.order.orderId], [b.ms, b.order.orderId]));
}

/** Its place in the list. */
export type FigurePlace = readonly [ms: number | null, orderId: string];

export function compareFigure([a, aId]: FigurePlace, [b, bId]: FigurePlace): number {
  return (b ?? -1) - (a ?? -1) || (aId < bId ? -1 : aId > bId ? 1 : 0);
}

function passes(order: Travelled, { variant, late, promise, status, noPartner, noProductClass }: Figure): boolean {
  if (noPartner && order.partner !== null) return false;
  if (noProductClass && order.productClass !== null) return false;
  if (promise !== undefined && order.keptPromise !== (promise === 'kept')) return false;
  // Ways are those of orders that came to an end.
  if (variant !== undefined && (order.totalMs === null || variantId(order) !== variant)) return false;
  return late === undefined || status !== undefined || order.late === late;
}

/** The longest of the stays that are meant; null: it has none. */
function measured(
  order: Travelled,
  { status, next, week, late }: Figure,
  left: { from: Instant; to: Instant },
): FigureOrder | null {
  if (status === undefined && next === undefined && week === undefined) return { order, ms: order.totalMs };
  const isMeant = (stay: EndedStay) =>
    (status === undefined || stay.status === status) &&
    (next === undefined || stay.next === next) &&
    stay.leftAt >= left.from &&
    stay.leftAt < left.to &&
    (week === undefined || weekOf(stay.leftAt) === weekOf(week)) &&
    (late === undefined || stay.late === late);
  const stays = order.stays.filter(isMeant);
  return stays.length === 0 ? null : { order, ms: Math.max(...stays.map(({ ms }) => ms)) };
}
