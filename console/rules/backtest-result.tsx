import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Backtest } from '../client/api.gen.ts';
import { At } from '../kit/time.tsx';
import { useReader } from '../words/language.tsx';
import { useSay } from '../words/say.tsx';
import classes from './rules.module.css';

const DAY_MS = 24 * 3_600_000;
const SAMPLES = 10;

/** What a rule would have raised: as it is written, and beside that as it runs. */
export function BacktestResult({ past }: { past: Backtest }): ReactNode {
  const say = useSay();
  const { language } = useReader();
  const { current, changed, difference, refusedBecause, since, until } = past;
  const days = Math.round((Date.parse(until) - Date.parse(since)) / DAY_MS);
  const shown = changed ?? current;
  return (
    <div className={classes.part}>
      <h2>{say('rules.past')}</h2>
      {shown === null ? (
        <p>{refusedBecause === null ? say('rules.pastNothing') : refusedBecause[language]}</p>
      ) : (
        <>
          <Sentence report={shown} days={days} />
          {difference === null ? null : (
            <p>
              {say('rules.difference', {
                more: difference.raised,
                was: current?.raised ?? 0,
                missed: difference.missed.orders,
              })}
            </p>
          )}
          <p className={classes.quiet}>{say('rules.messages', { ...shown.messages, perWeek: shown.perWeek })}</p>
          {difference && difference.missed.samples.length > 0 ? (
            <Orders head={say('rules.missed')} orders={difference.missed.samples.map(orderId => ({ orderId }))} />
          ) : null}
          {shown.samples.length > 0 ? (
            <Orders head={say('rules.samples')} orders={shown.samples.slice(0, SAMPLES)} />
          ) : null}
        </>
      )}
    </div>
  );
}

function Sentence({ report, days }: { report: NonNullable<Backtest['current']>; days: number }): ReactNode {
  const say = useSay();
  const { raised, orders, trulyLate } = report;
  if (trulyLate === null) return <p>{say('rules.wouldHaveRaisedThings', { raised, days })}</p>;
  return <p>{say('rules.wouldHaveRaised', { raised, days, orders, late: trulyLate })}</p>;
}

type Sample = { orderId: string | null; subject?: string; raisedAt?: string; late?: boolean | null };

function Orders({ head, orders }: { head: string; orders: readonly Sample[] }): ReactNode {
  const say = useSay();
  return (
    <div>
      <h3>{head}</h3>
      <ul className={classes.list}>
        {orders.map(({ orderId, subject, raisedAt, late }) => (
          <li key={`${orderId} ${subject} ${raisedAt}`}>
            {orderId === null ? subject : <Link to={`/orders/${encodeURIComponent(orderId)}`}>{orderId}</Link>}{' '}
            {raisedAt === undefined ? null : <At at={raisedAt} />}
            {late === true ? <span className={classes.quiet}>{` ${say('rules.wasLate')}`}</span> : null}
          </li>
        ))}
      </ul>
    </div>
  );
}
