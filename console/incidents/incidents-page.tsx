import { Button, TextInput } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import type { IncidentPage as Page } from '../client/api.gen.ts';
import { answered, api } from '../client/client.ts';
import { serverNow } from '../client/freshness.ts';
import { useMay } from '../client/session.ts';
import { Empty } from '../kit/empty.tsx';
import { FilterBar, FilterChip, FilterSelect } from '../kit/filter-bar.tsx';
import { useKeys } from '../kit/keys.ts';
import { Loading } from '../kit/loading.tsx';
import { PageHead } from '../kit/page-head.tsx';
import { Problem } from '../kit/problem.tsx';
import { useDuration, useNow } from '../kit/time.tsx';
import { useUrlState } from '../kit/url-state.ts';
import { useRefetchOn } from '../live/live.tsx';
import { Say, useSay } from '../words/say.tsx';
import { BulkDialog } from './bulk-dialog.tsx';
import { type Action, useIncidentDeeds } from './incident-deeds.ts';
import { INCIDENTS_KEY, type IncidentQuery, incidentsQuery } from './incident-queries.ts';
import { IncidentRow } from './incident-row.tsx';
import classes from './incidents-page.module.css';

const DEFAULTS = {
  state: 'unresolved',
  severity: '',
  rule: '',
  team: '',
  since: '',
  mine: '',
  q: '',
  sort: 'severity',
};
type View = typeof DEFAULTS;

/** What is wrong, and who is on it. Made for a phone first: it is opened at night. */
export function IncidentsPage(): ReactNode {
  const say = useSay();
  const navigate = useNavigate();
  const may = useMay('support', 'operator', 'manager', 'admin');
  const [view, setView] = useUrlState(DEFAULTS);
  const list = useInfiniteQuery(incidentsQuery(queryOf(view)));
  const deeds = useIncidentDeeds();
  useRefetchOn(['incident'], INCIDENTS_KEY);
  const [active, setActive] = useState<string | null>(null);
  const [selection, setSelection] = useState<ReadonlySet<string>>(new Set());
  const [snoozing, setSnoozing] = useState<string | null>(null);
  const [dialog, setDialog] = useState<Action | null>(null);

  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const counts = list.data?.pages.at(-1)?.counts;
  // What has gone from the list is not acted on unseen.
  const selected = rows.filter(({ id }) => selection.has(id)).map(({ id }) => id);
  const select = (id: string, on: boolean) => {
    const next = new Set(selection);
    if (on) next.add(id);
    else next.delete(id);
    setSelection(next);
  };
  const move = (by: number) => {
    const at = rows.findIndex(({ id }) => id === active);
    const row = rows[Math.min(Math.max(at + by, 0), rows.length - 1)];
    if (row === undefined) return;
    setActive(row.id);
    document.getElementById(`incident-${row.id}`)?.scrollIntoView({ block: 'nearest' });
  };
  const current = rows.find(({ id }) => id === active);
  const isMine = current?.state === 'acknowledged' && current.acknowledgedByYou;
  useKeys([
    { keys: 'j', label: 'kit.keyNext', do: () => move(1) },
    { keys: 'k', label: 'kit.keyPrevious', do: () => move(-1) },
    {
      keys: 'Enter',
      label: 'kit.keyOpen',
      do: ({ target }) => {
        if (active === null || (target as Element).closest('a, button, input')) return false;
        return navigate(`/incidents/${active}`);
      },
    },
    { keys: 'x', label: 'incidents.key.select', do: () => active !== null && select(active, !selection.has(active)) },
    {
      keys: 'a',
      label: may ? 'incidents.key.acknowledge' : null,
      do: () => {
        if (!may) return false;
        if (selected.length > 0) return setDialog('acknowledge');
        if (active === null || isMine) return false;
        return deeds.act.mutate({ ids: [active], action: 'acknowledge' });
      },
    },
    {
      keys: 's',
      label: may ? 'incidents.key.snooze' : null,
      do: () => {
        if (!may) return false;
        if (selected.length > 0) return setDialog('snooze');
        return active === null ? false : setSnoozing(active);
      },
    },
    {
      keys: 'Escape',
      label: 'incidents.key.clear',
      do: () => (selected.length > 0 ? setSelection(new Set()) : false),
    },
  ]);

  return (
    <>
      <PageHead title={say('shell.page.incidents')} answer={counts && <Answer counts={counts} />} />
      <Filters view={view} setView={setView} />
      {list.isPending ? <Loading shape="rows" /> : null}
      {list.isError ? (
        <Problem
          error={list.error}
          what={say('incidents.failed')}
          works={say('incidents.failedWorks')}
          onRetry={() => void list.refetch()}
        />
      ) : null}
      {list.data && rows.length === 0 ? <Nothing view={view} setView={setView} /> : null}
      <ul className={classes.list} aria-label={say('shell.page.incidents')}>
        {rows.map(incident => (
          <IncidentRow
            key={incident.id}
            incident={incident}
            active={incident.id === active}
            selected={selection.has(incident.id)}
            onSelect={on => select(incident.id, on)}
            deeds={deeds}
            snoozing={snoozing === incident.id}
            onSnoozing={open => setSnoozing(open ? incident.id : null)}
          />
        ))}
      </ul>
      {list.hasNextPage ? (
        <Button variant="default" mt="sm" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {say('kit.loadMore')}
        </Button>
      ) : null}
      {selected.length > 0 && may ? (
        <section className={classes.bar} aria-label={say('incidents.selected', { count: selected.length })}>
          <span className={classes.count} aria-live="polite">
            {say('incidents.selected', { count: selected.length })}
          </span>
          <Button onClick={() => setDialog('acknowledge')}>{say('incidents.acknowledge')}</Button>
          <Button variant="default" onClick={() => setDialog('snooze')}>
            {say('incidents.snooze')}
          </Button>
          <Button variant="default" onClick={() => setDialog('resolve')}>
            {say('incidents.resolve')}
          </Button>
          <Button variant="subtle" onClick={() => setSelection(new Set())}>
            {say('incidents.clearSelection')}
          </Button>
        </section>
      ) : null}
      {dialog === null || selected.length === 0 ? null : (
        <BulkDialog
          action={dialog}
          ids={selected}
          onClose={() => setDialog(null)}
          onDone={() => {
            setDialog(null);
            setSelection(new Set());
          }}
        />
      )}
    </>
  );
}

function Answer({ counts }: { counts: Page['counts'] }): ReactNode {
  const say = useSay();
  const duration = useDuration();
  const now = useNow();
  const { open, acknowledged, snoozed, orders, oldestOpenAt, customersHeld } = counts;
  const links = {
    waiting: (text: ReactNode[]) => <Link to="?state=open">{text}</Link>,
    taken: (text: ReactNode[]) => <Link to="?state=acknowledged">{text}</Link>,
  };
  const age = oldestOpenAt === null ? '' : duration(now - Date.parse(oldestOpenAt));
  return (
    <>
      {open > 0 ? (
        <Say id="incidents.answer.open" values={{ open, acknowledged, orders, age, ...links }} />
      ) : acknowledged + snoozed > 0 ? (
        <Say id="incidents.answer.taken" values={{ acknowledged, snoozed, ...links }} />
      ) : (
        say('incidents.answer.quiet')
      )}
      {customersHeld > 0 ? ` ${say('incidents.answer.held', { count: customersHeld })}` : null}
    </>
  );
}

type ViewProps = { view: View; setView: (change: Partial<View>) => void };

const STATES = ['unresolved', 'open', 'acknowledged', 'snoozed', 'resolved'] as const;
const SEVERITIES = ['critical', 'warning', 'info'] as const;
const SINCE_DAYS = { day: 1, week: 7, month: 30 } as const;
type Since = keyof typeof SINCE_DAYS;

function Filters({ view, setView }: ViewProps): ReactNode {
  const say = useSay();
  const [typed, setTyped] = useState(view.q);
  // On a phone those that are seldom needed make room for what is wrong.
  const [more, setMore] = useState(false);
  const rules = useQuery({ queryKey: ['rules'], queryFn: ({ signal }) => answered(api.GET('/rules', { signal })) });
  const calendar = useQuery({
    queryKey: ['on-call', 'calendar', 1],
    queryFn: ({ signal }) => answered(api.GET('/on-call/calendar', { signal, params: { query: { days: 1 } } })),
  });
  const isPlain = JSON.stringify({ ...view, sort: '' }) === JSON.stringify({ ...DEFAULTS, sort: '' });
  const clear = () => {
    setTyped('');
    setView({ ...DEFAULTS, sort: view.sort });
  };
  return (
    <FilterBar onClear={isPlain ? undefined : clear}>
      <form
        className={classes.search}
        onSubmit={event => {
          event.preventDefault();
          setView({ q: typed.trim() });
        }}
      >
        <TextInput
          size="xs"
          type="search"
          aria-label={say('incidents.filter.q')}
          placeholder={say('incidents.filter.q')}
          value={typed}
          onChange={event => setTyped(event.currentTarget.value)}
          onBlur={() => setView({ q: typed.trim() })}
        />
      </form>
      <FilterSelect
        label={say('incidents.filter.state')}
        any={say('incidents.state.any')}
        value={view.state === 'any' ? '' : view.state}
        onChange={state => setView({ state: state === '' ? 'any' : state })}
        options={STATES.map(value => ({ value, label: say(`incidents.state.${value}`) }))}
      />
      <FilterChip on={view.mine !== ''} onChange={on => setView({ mine: on ? 'true' : '' })}>
        {say('incidents.filter.mine')}
      </FilterChip>
      <button type="button" className={classes.moreButton} aria-expanded={more} onClick={() => setMore(!more)}>
        {say('kit.filters')}
      </button>
      <div className={classes.more} data-open={more}>
        <FilterSelect
          label={say('incidents.filter.severity')}
          value={view.severity}
          onChange={severity => setView({ severity })}
          options={SEVERITIES.map(value => ({ value, label: say(`incidents.severity.${value}`) }))}
        />
        <FilterSelect
          label={say('incidents.filter.rule')}
          value={view.rule}
          onChange={rule => setView({ rule })}
          options={(rules.data?.items ?? []).map(({ name }) => ({ value: name, label: name }))}
        />
        {calendar.data && calendar.data.teams.length > 0 ? (
          <FilterSelect
            label={say('incidents.filter.team')}
            value={view.team}
            onChange={team => setView({ team })}
            options={calendar.data.teams.map(({ team }) => ({ value: team, label: team }))}
          />
        ) : null}
        <FilterSelect
          label={say('incidents.filter.since')}
          value={view.since}
          onChange={since => setView({ since })}
          options={(Object.keys(SINCE_DAYS) as Since[]).map(value => ({
            value,
            label: say(`incidents.since.${value}`),
          }))}
        />
        <FilterSelect
          label={say('incidents.filter.sort')}
          any={say('incidents.sort.severity')}
          value={view.sort === 'severity' ? '' : view.sort}
          onChange={sort => setView({ sort: sort || 'severity' })}
          options={[{ value: 'opened', label: say('incidents.sort.opened') }]}
        />
      </div>
    </FilterBar>
  );
}

function Nothing({ view, setView }: ViewProps): ReactNode {
  const say = useSay();
  const isPlain = JSON.stringify({ ...view, sort: '' }) === JSON.stringify({ ...DEFAULTS, sort: '' });
  return (
    <Empty
      action={
        <Button variant="default" onClick={() => setView(isPlain ? { state: 'resolved', sort: 'opened' } : DEFAULTS)}>
          {say(isPlain ? 'incidents.showResolved' : 'kit.filters.clear')}
        </Button>
      }
    >
      {say(isPlain ? 'incidents.noneOpen' : 'incidents.none')}
    </Empty>
  );
}

const DAY_MS = 24 * 3_600_000;
const HOUR_MS = 3_600_000;

/** What the address asks for; since when is rounded to the hour, so that it stays the same question for a while. */
function queryOf({ state, severity, rule, team, since, mine, q, sort }: View): IncidentQuery {
  const days = SINCE_DAYS[since as Since];
  const from = days === undefined ? null : Math.floor((serverNow() - days * DAY_MS) / HOUR_MS) * HOUR_MS;
  return {
    ...(state === 'any' ? {} : { state: state as NonNullable<IncidentQuery['state']> }),
    ...(severity === '' ? {} : { severity: severity as NonNullable<IncidentQuery['severity']> }),
    ...(rule === '' ? {} : { rule }),
    ...(team === '' ? {} : { team }),
    ...(q === '' ? {} : { q }),
    ...(mine === '' ? {} : { mine: 'true' as const }),
    ...(from === null ? {} : { since: new Date(from).toISOString() }),
    sort: sort === 'opened' ? 'opened' : 'severity',
  };
}
