import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import type { OrderPath } from '../client/api.gen.ts';
import { durationOf } from '../kit/duration.ts';
import { Loading } from '../kit/loading.tsx';
import { Problem } from '../kit/problem.tsx';
import { At, useDuration } from '../kit/time.tsx';
import { useReader } from '../words/language.tsx';
import { useSay } from '../words/say.tsx';
import { pathQuery } from './order-queries.ts';
import classes from './status-path.module.css';

type Step = OrderPath['steps'][number];

/** The way of the order: where it has been for how long, where it is, what was skipped, what is ahead and when. */
export function StatusPath({ id }: { id: string }): ReactNode {
  const say = useSay();
  const { data, error, refetch } = useQuery(pathQuery(id));
  if (data === undefined) {
    if (error === null) return <Loading shape="lines" rows={3} />;
    return <Problem error={error} what={say('order.path.failed')} onRetry={() => void refetch()} />;
  }
  if (data.steps.length === 0) return <p className={classes.none}>{say('order.path.none')}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard.
    <section className={classes.frame} aria-label={say('order.path')} tabIndex={0}>
      <ol className={classes.path}>
        {data.steps.map(step => (
          <PathStep key={`${step.status} ${step.entered} ${step.place}`} step={step} />
        ))}
      </ol>
    </section>
  );
}

function PathStep({ step }: { step: Step }): ReactNode {
  const say = useSay();
  const { language } = useReader();
  const { status, label, place, late } = step;
  return (
    <li
      className={classes.step}
      data-place={place}
      data-late={late}
      {...(place === 'present' ? { 'aria-current': 'step' } : {})}
    >
      <span className={classes.dot} aria-hidden="true" />
      <span className={classes.words}>
        <span className={classes.name} title={status}>
          {label?.[language] ?? status}
        </span>
        <span className={classes.place}>{say(`order.path.${place}`)}</span>
        <Stay step={step} />
        <Ahead step={step} />
      </span>
    </li>
  );
}

/** How long it was there, beside its limit and what is usual. */
function Stay({ step }: { step: Step }): ReactNode {
  const say = useSay();
  const duration = useDuration();
  const dwell = step.dwell === null ? null : durationOf(step.dwell);
  const limit = step.limit === null ? null : durationOf(step.limit);
  const usual = step.usual === null ? null : durationOf(step.usual.p50);
  const entered = step.entered === null ? null : <At at={step.entered} />;
  if (dwell === null) return entered === null ? null : <span className={classes.quiet}>{entered}</span>;
  return (
    <>
      <span className={classes.dwell}>{duration(dwell)}</span>
      {limit === null ? null : (
        <span className={classes.quiet}>
          {say(step.business ? 'order.path.businessLimit' : 'kit.dwell.limit', { duration: duration(limit) })}
        </span>
      )}
      {usual === null ? null : (
        <span className={classes.quiet}>{say('kit.dwell.usually', { duration: duration(usual) })}</span>
      )}
      {step.late ? <span className={classes.late}>{say('order.path.late')}</span> : null}
    </>
  );
}

function Ahead({ step: { place, expected, usual } }: { step: Step }): ReactNode {
  const say = useSay();
  const intl = useIntl();
  const duration = useDuration();
  if (place !== 'ahead') return null;
  const usually = usual === null ? null : durationOf(usual.p50);
  return (
    <>
      {expected === null ? null : (
        <span className={classes.quiet}>
          {intl.formatDateTimeRange(new Date(expected.from), new Date(expected.to), { day: 'numeric', month: 'short' })}
        </span>
      )}
      {usually === null ? null : (
        <span className={classes.quiet}>{say('kit.dwell.usually', { duration: duration(usually) })}</span>
      )}
    </>
  );
}
