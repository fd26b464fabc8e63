import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { useFreshness } from '../client/freshness.ts';
import { useAbsolute, useDuration } from '../kit/time.tsx';
import { useReader } from '../words/language.tsx';
import { useSay } from '../words/say.tsx';
import classes from './as-of.module.css';

/** From here on the page says so before anything else. */
const LATE_MS = 60_000;

/** In the corner of each page: how old what is shown can be. */
export function AsOf(): ReactNode {
  const say = useSay();
  const clock = useClock();
  const absolute = useAbsolute();
  const duration = useDuration();
  const { asOf, behindMs, reasons, link } = useFreshness();
  if (asOf === null) return null;
  const behind =
    behindMs === null
      ? null
      : behindMs < 1_000
        ? say('shell.inTime')
        : say('shell.behind', { behind: duration(behindMs) });
  return (
    <p
      className={classes.corner}
      title={absolute(asOf)}
      data-late={reasons.length > 0 || (behindMs !== null && behindMs >= LATE_MS)}
    >
      <span>
        <span className={classes.link} data-link={link} aria-hidden="true" />
        {link === 'reconnecting' ? say('shell.reconnecting') : say('shell.asOf', { time: clock(asOf) })}
      </span>
      {behind === null ? null : <span>{behind}</span>}
    </p>
  );
}

/** Nothing, as long as the data is in time and the server is there. */
export function LateData(): ReactNode {
  const say = useSay();
  const clock = useClock();
  const duration = useDuration();
  const { language } = useReader();
  const { behindMs, lostAt, reasons } = useFreshness();
  const sentence =
    lostAt !== null
      ? say('shell.lost', { time: clock(lostAt) })
      : reasons.length > 0
        ? say('shell.lateBecause', { why: reasons.map(({ text }) => text[language]).join(' ') })
        : behindMs !== null && behindMs >= LATE_MS
          ? say('shell.late', { behind: duration(behindMs) })
          : null;
  return <div role="status">{sentence === null ? null : <p className={classes.late}>{sentence}</p>}</div>;
}

function useClock(): (at: number) => string {
  const intl = useIntl();
  return at => intl.formatTime(at, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
}
