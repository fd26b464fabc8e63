import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Summary } from '../client/api.gen.ts';
import { Empty } from '../kit/empty.tsx';
import { FilterBar, FilterSelect } from '../kit/filter-bar.tsx';
import { useLifecycleWords } from '../kit/lifecycle-words.ts';
import { Loading } from '../kit/loading.tsx';
import { PageHead } from '../kit/page-head.tsx';
import { Problem } from '../kit/problem.tsx';
import { useUrlState } from '../kit/url-state.ts';
import { useSummary } from '../live/live.tsx';
import { Say, useSay } from '../words/say.tsx';
import classes from './board.module.css';
import { BoardColumn } from './board-column.tsx';
import { columnsOf, mostStuckOf } from './columns.ts';

export function BoardPage(): ReactNode {
  const say = useSay();
  const words = useLifecycleWords();
  const [view, setView] = useUrlState({ lifecycle: '' });
  const summary = useSummary();
  const names = [...new Set(summary.data?.statuses.map(({ lifecycle }) => lifecycle))];
  const lifecycle = names.includes(view.lifecycle) ? view.lifecycle : names[0];
  return (
    <>
      <PageHead title={say('shell.page.board')} answer={summary.data && <Answer summary={summary.data} />} />
      {names.length > 1 ? (
        <FilterBar>
          <FilterSelect
            label={say('board.lifecycle')}
            value={lifecycle ?? ''}
            onChange={chosen => setView({ lifecycle: chosen })}
            options={names.map(name => ({ value: name, label: name }))}
          />
        </FilterBar>
      ) : null}
      {summary.isPending ? <Loading shape="page" /> : null}
      {summary.isError && !summary.data ? (
        <Problem error={summary.error} onRetry={() => void summary.refetch()} />
      ) : null}
      {summary.data && lifecycle === undefined ? <Empty>{say('board.none')}</Empty> : null}
      {summary.data && lifecycle !== undefined ? (
        <Columns summary={summary.data} lifecycle={lifecycle} named={status => words.status(status, lifecycle)} />
      ) : null}
    </>
  );
}

function Columns(props: { summary: Summary; lifecycle: string; named: (status: string) => string }): ReactNode {
  const { summary, lifecycle, named } = props;
  const say = useSay();
  const { columns, aside } = columnsOf(summary, lifecycle);
  return (
    <>
      <ol className={classes.board}>
        {columns.map(column => (
          <BoardColumn key={column.status} column={column} named={named} />
        ))}
      </ol>
      {aside.length === 0 ? null : (
        <section className={classes.aside}>
          <h2 className={classes.asideHead}>{say('board.aside')}</h2>
          <ul>
            {aside.map(({ from, to, orders }) => (
              <li key={`${from} ${to}`}>
                {say('board.flowLong', { count: orders, from: named(from!), to: named(to) })}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Answer({ summary }: { summary: Summary }): ReactNode {
  const say = useSay();
  const words = useLifecycleWords();
  const { open, stuck, atRisk } = summary.totals;
  if (open === 0) return say('board.answerNone');
  if (stuck === 0 && atRisk === 0) return say('board.answerWell', { open });
  const most = mostStuckOf(summary.statuses);
  return (
    <>
      <Say
        id="board.answer"
        values={{
          open,
          stuck: text => (
            <Link key="stuck" to="/?stuck=true">
              {text}
            </Link>
          ),
          risk: text => (
            <Link key="risk" to="/?atRisk=true">
              {text}
            </Link>
          ),
          late: stuck,
          atRisk,
        }}
      />
      {most ? ` ${say('board.mostStuck', { status: words.status(most.status, most.lifecycle) })}` : null}
    </>
  );
}
