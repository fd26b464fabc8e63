import { Button } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { OrderPage } from '../client/api.gen.ts';
import { durationOf } from '../kit/duration.ts';
import { FilterBar, FilterChip, FilterSelect } from '../kit/filter-bar.tsx';
import { useLifecycleWords } from '../kit/lifecycle-words.ts';
import { OpenedLater } from '../kit/opened-later.tsx';
import { useDuration } from '../kit/time.tsx';
import type { MessageKey } from '../words/catalogue.ts';
import { useSay } from '../words/say.tsx';
import { type FilterName, filtersOf, type OrderView, withoutWord } from './order-view.ts';
import classes from './orders.module.css';

type Props = { view: OrderView; setView: (change: Partial<OrderView>) => void; clear: () => void };

const SORTS = ['lastEvent', 'deadline', 'age'] as const;
const FLAGS = ['stuck', 'atRisk', 'overdue', 'anomaly', 'provisional'] as const;

export function OrderFilters({ view, setView, clear }: Props): ReactNode {
  const say = useSay();
  const { lifecycles, status } = useLifecycleWords();
  const statuses = [...new Set(lifecycles.flatMap(one => one.statuses.map(each => each.status)))];
  const systems = [...new Set(lifecycles.flatMap(one => one.statuses.flatMap(({ owner }) => owner ?? [])))].sort();
  return (
    <FilterBar onClear={filtersOf(view).length === 0 ? undefined : clear}>
      {FLAGS.map(flag => (
        <FilterChip key={flag} on={view[flag] === 'true'} onChange={on => setView({ [flag]: on ? 'true' : '' })}>
          {say(`orders.${flag}`)}
        </FilterChip>
      ))}
      <FilterChip on={view.assignedTo === 'me'} onChange={on => setView({ assignedTo: on ? 'me' : '' })}>
        {say('orders.mine')}
      </FilterChip>
      <FilterSelect
        label={say('orders.status')}
        value={view.status}
        onChange={value => setView({ status: value })}
        options={statuses.map(value => ({ value, label: status(value) }))}
      />
      <FilterSelect
        label={say('orders.source')}
        value={view.source}
        onChange={value => setView({ source: value })}
        options={systems.map(value => ({ value, label: value }))}
      />
      <OpenedLater
        popup="dialog"
        load={() => import('./more-filters.tsx').then(({ MoreFilters }) => MoreFilters)}
        button={
          <Button variant="default" size="xs">
            {say('orders.more')}
          </Button>
        }
      >
        {(MoreFilters, opened) => <MoreFilters {...opened} view={view} setView={setView} />}
      </OpenedLater>
      <FilterSelect
        label={say('orders.sort')}
        value={view.sort === 'lastEvent' ? '' : view.sort}
        any={say('orders.sort.lastEvent')}
        onChange={value => setView({ sort: value || 'lastEvent' })}
        options={SORTS.slice(1).map(value => ({ value, label: say(`orders.sort.${value}`) }))}
      />
    </FilterBar>
  );
}

const LABELS: Record<FilterName, MessageKey> = {
  q: 'orders.filter.q',
  status: 'orders.status',
  source: 'orders.source',
  partner: 'orders.partnerName',
  customer: 'orders.customerId',
  correlationId: 'orders.filter.correlationId',
  assignedTo: 'orders.assignedTo',
  incident: 'orders.filter.incident',
  anomaly: 'orders.anomaly',
  stuck: 'orders.stuck',
  stuckFor: 'orders.filter.stuckFor',
  atRisk: 'orders.atRisk',
  overdue: 'orders.overdue',
  provisional: 'orders.provisional',
  olderThan: 'orders.filter.olderThan',
  youngerThan: 'orders.filter.youngerThan',
  from: 'orders.from',
  to: 'orders.to',
};

const IN_THE_BAR: readonly FilterName[] = ['q', 'status', 'source', ...FLAGS];

type SetProps = Omit<Props, 'clear'> & { understood: OrderPage['understood'] };

/** How what was typed is understood, and the filters that the bar has no place for: each can be taken away. */
export function FiltersSet({ view, setView, understood }: SetProps): ReactNode {
  const say = useSay();
  const told = useTold();
  const words = understood?.words ?? [];
  const others = filtersOf(view).filter(
    name => !IN_THE_BAR.includes(name) && !(name === 'assignedTo' && view.assignedTo === 'me'),
  );
  if (words.length === 0 && others.length === 0) return null;
  return (
    <div className={classes.set}>
      {words.map(({ word, parameter, value }) => (
        <Pill key={word} onRemove={() => setView({ q: withoutWord(view.q, word) })}>
          {told(parameter as FilterName, value)}
        </Pill>
      ))}
      {others.map(name => (
        <Pill key={name} onRemove={() => setView({ [name]: '' })}>
          {told(name, view[name])}
        </Pill>
      ))}
      {words.length > 0 && understood?.text ? (
        <span className={classes.quiet}>
          {say('orders.searchedFor', { text: understood.text, as: say(`orders.as.${understood.as ?? 'text'}`) })}
        </span>
      ) : null}
    </div>
  );
}

/** A filter in words, such as `Status: Submitted`. */
export function useTold(): (name: FilterName, value: string) => string {
  const say = useSay();
  const { status } = useLifecycleWords();
  const duration = useDuration();
  return (name, value) => {
    if (value === 'true') return say(LABELS[name]);
    const ms = name === 'olderThan' || name === 'youngerThan' || name === 'stuckFor' ? durationOf(value) : null;
    const shown = name === 'status' ? status(value) : ms === null ? value : duration(ms);
    return say('orders.filter', { name: say(LABELS[name]), value: shown });
  };
}

function Pill({ children, onRemove }: { children: string; onRemove: () => void }): ReactNode {
  const say = useSay();
  return (
    <button
      type="button"
      className={classes.pill}
      aria-label={say('orders.without', { filter: children })}
      onClick={onRemove}
    >
      {children}
      <IconX size={13} aria-hidden />
    </button>
  );
}
