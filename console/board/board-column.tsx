import { IconArrowDown, IconArrowRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { durationOf } from '../kit/duration.ts';
import { ToneShape } from '../kit/status-badge.tsx';
import { Ago, Dwell } from '../kit/time.tsx';
import type { Tone } from '../kit/tone.ts';
import { Say, useSay } from '../words/say.tsx';
import classes from './board.module.css';
import { Changing } from './changing.tsx';
import type { BoardColumn as Column } from './columns.ts';

/** The address of the orders of a column. */
export function ordersOf({ status }: { status: string }, filter: Record<string, string> = {}): string {
  return `/?${new URLSearchParams({ status, ...filter })}`;
}

type Props = {
  column: Column;
  /** What a status is called. */
  named: (status: string) => string;
};

/** One status: how many are there, who of them is in trouble, for how long, and how many went on. */
export function BoardColumn({ column, named }: Props): ReactNode {
  const say = useSay();
  const name = named(column.status);
  const { orders, stuck, atRisk, frozen, terminal, began, onward } = column;
  return (
    <li className={classes.column} data-tone={toneOf(column)}>
      <h2 className={classes.name}>
        <ToneShape tone={toneOf(column)} />
        {name}
      </h2>
      <Link
        to={ordersOf(column)}
        className={classes.count!}
        aria-label={say('board.orders', { count: orders, status: name })}
      >
        <Changing value={orders} />
      </Link>
      {terminal ? null : (
        <ul className={classes.trouble}>
          {stuck > 0 ? (
            <Trouble
              tone="late"
              to={ordersOf(column, { stuck: 'true' })}
              label={say('board.stuck', { count: stuck })}
            />
          ) : null}
          {atRisk > 0 ? (
            <Trouble
              tone="watch"
              to={ordersOf(column, { atRisk: 'true' })}
              label={say('board.atRisk', { count: atRisk })}
            />
          ) : null}
          {frozen > 0 ? <li className={classes.quiet}>{say('board.frozen', { count: frozen })}</li> : null}
        </ul>
      )}
      <Length column={column} />
      <p className={classes.flows}>
        {began > 0 ? (
          <span title={say('board.beganLong', { count: began, to: name })}>{say('board.began', { count: began })}</span>
        ) : null}
        {onward ? (
          <span
            className={classes.onward}
            title={say('board.flowLong', { count: onward.orders, from: name, to: named(onward.to) })}
          >
            {say('board.flow', { count: onward.orders })}
            <IconArrowRight size={15} stroke={1.8} className={classes.right!} aria-hidden />
            <IconArrowDown size={15} stroke={1.8} className={classes.down!} aria-hidden />
          </span>
        ) : null}
      </p>
    </li>
  );
}

function Trouble({ tone, to, label }: { tone: Tone; to: string; label: string }): ReactNode {
  return (
    <li>
      <Link to={to} className={classes.troubled!} data-tone={tone}>
        <ToneShape tone={tone} size={9} />
        {label}
      </Link>
    </li>
  );
}

function Length({ column }: { column: Column }): ReactNode {
  const say = useSay();
  const { dwell, limit, usually, oldestSince } = column;
  if (dwell === null) return null;
  return (
    <div className={classes.length}>
      <span className={classes.quiet}>{say('board.half')}</span>{' '}
      <Dwell
        ms={durationOf(dwell) ?? 0}
        limitMs={limit === null ? null : durationOf(limit)}
        usualMs={usually === null ? null : durationOf(usually)}
      />
      {oldestSince === null ? null : (
        <span className={classes.oldest}>
          <Say id="board.oldest" values={{ ago: <Ago key="ago" at={oldestSince} /> }} />
        </span>
      )}
    </div>
  );
}

function toneOf({ stuck, atRisk, terminal }: Column): Tone {
  if (terminal) return 'done';
  if (stuck > 0) return 'late';
  return atRisk > 0 ? 'watch' : 'calm';
}
