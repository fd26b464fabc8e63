import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { Link } from 'react-router';
import type { Insights } from '../client/api.gen.ts';
import { useSay } from '../words/say.tsx';
import { type FigureColumn, FiguresTable } from './figures-table.tsx';
import { useRuleTitle } from './rule-title.ts';
import { behind, type InsightsView } from './view.ts';

type Outcome = Insights['rules'][number];

/** What rules found, and what became of it. */
export function RulesPart({ insights, view }: { insights: Insights; view: InsightsView }): ReactNode {
  const say = useSay();
  const intl = useIntl();
  const title = useRuleTitle();
  const columns: FigureColumn<Outcome>[] = [
    {
      head: say('insights.rule'),
      cell: ({ rule }) => <Link to={`/rules/${encodeURIComponent(rule)}`}>{title(rule)}</Link>,
    },
    {
      head: say('insights.incidents'),
      cell: ({ rule, incidents }) => (
        <Link to={`/incidents?${new URLSearchParams({ rule, state: 'any' })}`}>{intl.formatNumber(incidents)}</Link>
      ),
      align: 'end',
    },
    {
      head: say('insights.orders'),
      cell: ({ rule, orders }) =>
        orders === 0 ? '0' : <Link to={behind(view, { rule })}>{intl.formatNumber(orders)}</Link>,
      align: 'end',
    },
    { head: say('insights.acknowledged'), cell: ({ acknowledged }) => intl.formatNumber(acknowledged), align: 'end' },
    {
      head: say('insights.resolved'),
      cell: ({ resolved, resolvedByPeople }) => say('insights.resolvedOf', { resolved, people: resolvedByPeople }),
      align: 'end',
    },
    {
      head: say('insights.precision'),
      cell: ({ real, notReal, ourData }) => {
        const said = real + notReal + ourData;
        if (said === 0) return '—';
        return say('insights.precisionOf', { share: intl.formatNumber(real / said, { style: 'percent' }), said });
      },
      align: 'end',
    },
  ];
  return (
    <FiguresTable
      title={say('insights.rules')}
      why={say('insights.rulesWhy')}
      columns={columns}
      rows={insights.rules}
      rowId={({ rule }) => rule}
      none={say('insights.noRules')}
    />
  );
}
