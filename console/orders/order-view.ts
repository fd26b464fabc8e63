import { useUrlState } from '../kit/url-state.ts';

/** Everything that the address says of the list: the names are the parameters of the API. */
const DEFAULTS = {
  q: '',
  status: '',
  source: '',
  partner: '',
  customer: '',
  correlationId: '',
  assignedTo: '',
  incident: '',
  anomaly: '',
  stuck: '',
  stuckFor: '',
  atRisk: '',
  overdue: '',
  provisional: '',
  olderThan: '',
  youngerThan: '',
  from: '',
  to: '',
  sort: 'lastEvent',
};

export type OrderView = typeof DEFAULTS;
export type FilterName = Exclude<keyof OrderView, 'sort'>;

export const FILTERS = Object.keys(DEFAULTS).filter(name => name !== 'sort') as FilterName[];

export function useOrderView() {
  const [view, setView] = useUrlState(DEFAULTS);
  const cleared = Object.fromEntries(FILTERS.map(name => [name, ''])) as Partial<OrderView>;
  return { view, setView, clear: () => setView(cleared) };
}

/** As the API takes it: what is not asked for is left out. */
export function asked(view: OrderView): Record<string, string> {
  return Object.fromEntries(
    Object.entries(view).filter(([name, value]) => value !== '' && value !== DEFAULTS[name as FilterName]),
  );
}

export function filtersOf(view: OrderView): FilterName[] {
  return FILTERS.filter(name => view[name] !== '');
}

/** The text of the box without one of its words. */
export function withoutWord(typed: string, word: string): string {
  return typed.replace(word, '').replace(/\s+/g, ' ').trim();
}
