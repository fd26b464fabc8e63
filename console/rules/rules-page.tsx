import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import { useIntl } from 'react-intl';
import { Link } from 'react-router';
import type { Rule } from '../client/api.gen.ts';
import { useMay } from '../client/session.ts';
import { type Column, DataTable } from '../kit/data-table.tsx';
import { Empty } from '../kit/empty.tsx';
import { FilterBar, FilterChip } from '../kit/filter-bar.tsx';
import { Loading } from '../kit/loading.tsx';
import { PageHead } from '../kit/page-head.tsx';
import { Problem } from '../kit/problem.tsx';
import { ToneBadge } from '../kit/status-badge.tsx';
import { Ago } from '../kit/time.tsx';
import { useUrlState } from '../kit/url-state.ts';
import { useReader } from '../words/language.tsx';
import { Say, useSay } from '../words/say.tsx';
import { rulesQuery, stateOf } from './rule-queries.ts';

export function RulesPage(): ReactNode {
  const say = useSay();
  const [view, setView] = useUrlState({ show: '' });
  const rules = useQuery(rulesQuery);
  const may = useMay('manager', 'admin');
  const columns = useColumns();
  const failing = rules.data?.filter(rule => rule.failing) ?? [];
  const finding = rules.data?.filter(rule => rule.open > 0) ?? [];
  const shown = view.show === 'failing' ? failing : view.show === 'finding' ? finding : rules.data;
  const link = (show: string) => (text: ReactNode[]) => <Link to={`?show=${show}`}>{text}</Link>;
  return (
    <>
      <PageHead
        title={say('shell.page.rules')}
        answer={
          rules.data && (
            <Say
              id="rules.answer"
              values={{
                count: rules.data.length,
                failing: failing.length,
                finding: finding.length,
                broken: link('failing'),
                found: link('finding'),
              }}
            />
          )
        }
        actions={
          may ? (
            <Button component={Link} to="/new-rule" variant="default">
              {say('rules.write')}
            </Button>
          ) : undefined
        }
      />
      <FilterBar onClear={view.show === '' ? undefined : () => setView({ show: '' })}>
        <FilterChip on={view.show === 'failing'} onChange={on => setView({ show: on ? 'failing' : '' })}>
          {say('rules.onlyFailing')}
        </FilterChip>
        <FilterChip on={view.show === 'finding'} onChange={on => setView({ show: on ? 'finding' : '' })}>
          {say('rules.onlyFinding')}
        </FilterChip>
      </FilterBar>
      {rules.isPending ? <Loading shape="rows" /> : null}
      {rules.isError ? (
        <Problem error={rules.error} what={say('rules.unknown')} onRetry={() => void rules.refetch()} />
      ) : null}
      {shown?.length === 0 ? <Empty>{say(view.show === '' ? 'rules.none' : 'rules.noneLikeThis')}</Empty> : null}
      {shown && shown.length > 0 ? (
        <DataTable
          label={say('shell.page.rules')}
          columns={columns}
          rows={shown}
          rowId={({ name }) => name}
          href={({ name }) => `/rules/${encodeURIComponent(name)}`}
          tone={rule => stateOf(rule).tone}
        />
      ) : null}
    </>
  );
}

function useColumns(): readonly Column<Rule>[] {
  const say = useSay();
  const intl = useIntl();
  const { language } = useReader();
  return useMemo(
    () => [
      {
        id: 'name',
        head: say('rules.rule'),
        cell: ({ name, title }) => (
          <Link to={`/rules/${encodeURIComponent(name)}`} title={name}>
            {title[language]}
          </Link>
        ),
        width: 'minmax(12rem, 2fr)',
      },
      {
        id: 'state',
        head: say('rules.state'),
        cell: rule => {
          const { tone, word } = stateOf(rule);
          return <ToneBadge tone={tone}>{say(word, { count: rule.open })}</ToneBadge>;
        },
        width: '180px',
      },
      {
        id: 'next',
        head: say('rules.next'),
        cell: ({ nextRunAt }) => (nextRunAt === null ? say('rules.neverAgain') : <Ago at={nextRunAt} />),
        width: '120px',
      },
      {
        id: 'success',
        head: say('rules.lastSuccess'),
        cell: ({ lastSuccessAt }) => <Ago at={lastSuccessAt} />,
        width: '130px',
      },
      {
        id: 'rows',
        head: say('rules.rows'),
        cell: ({ lastRun }) =>
          lastRun === null || lastRun.lookedAt === null ? '—' : intl.formatNumber(lastRun.lookedAt),
        width: '90px',
        align: 'end',
      },
      {
        id: 'precision',
        head: say('rules.precision'),
        cell: ({ precision: { share } }) => (share === null ? '—' : intl.formatNumber(share, { style: 'percent' })),
        width: '90px',
        align: 'end',
      },
      {
        id: 'told',
        head: say('rules.told'),
        cell: ({ told, shadow }) => (shadow ? say('rules.shadow') : firstTold(told) || say('rules.nobody')),
      },
    ],
    [say, intl, language],
  );
}

/** Those of the first step, whatever it is about. */
function firstTold(told: Rule['told']): string {
  return [...new Set(told.flatMap(({ steps }) => (steps[0]?.who ?? []).map(({ name }) => name)))].join(', ');
}
