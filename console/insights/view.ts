import { useUrlState } from '../kit/url-state.ts';

/** Of which orders the figures are, and of which figure the orders are shown (`orders`); all of it stands in the address. */
export const NOTHING_ASKED = {
  days: '90',
  lifecycle: '',
  partner: '',
  productClass: '',
  orders: '',
  status: '',
  next: '',
  week: '',
  variant: '',
  late: '',
  promise: '',
  noPartner: '',
  noProductClass: '',
  rule: '',
};

export type InsightsView = typeof NOTHING_ASKED;

export const DAYS = ['7', '30', '90'];
const LONGEST = '90';
const DAY_MS = 24 * 3_600_000;

export function useInsightsView() {
  return useUrlState(NOTHING_ASKED);
}

/** What is asked of the API for the figures. A day's midnight, so that the same is asked all day long. */
export function askedOf({ days, lifecycle, partner, productClass }: InsightsView, now: number) {
  const from = new Date(now - Number(DAYS.includes(days) ? days : LONGEST) * DAY_MS).toISOString().slice(0, 10);
  return {
    ...(days === LONGEST || !DAYS.includes(days) ? {} : { from }),
    ...given({ lifecycle, partner, productClass }),
  };
}

/** And of the orders behind one of them. */
export function figureOf({
  status,
  next,
  week,
  variant,
  late,
  promise,
  noPartner,
  noProductClass,
  rule,
}: InsightsView) {
  return given({ status, next, week, variant, late, promise, noPartner, noProductClass, rule });
}

function given(asked: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== ''));
}

/** The address of the orders behind a figure of this view. */
export function behind(view: InsightsView, figure: Partial<InsightsView>): string {
  const { days, lifecycle, partner, productClass } = view;
  const asked = given({ ...(days === LONGEST ? {} : { days }), lifecycle, partner, productClass, ...figure });
  return `?${new URLSearchParams({ ...asked, orders: 'shown' })}`;
}
