import { Anchor, Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { type AnomalyWords, useAnomalyWords } from '../kit/anomaly-words.ts';
import { durationOf } from '../kit/duration.ts';
import { useLifecycleWords } from '../kit/lifecycle-words.ts';
import { useDuration } from '../kit/time.tsx';
import { TimelineLine } from '../kit/timeline.tsx';
import type { Tone } from '../kit/tone.ts';
import { useReader } from '../words/language.tsx';
import { useSay } from '../words/say.tsx';
import { useMessageWords } from './message-words.ts';
import type { TimelineRow } from './timeline-lines.ts';
import classes from './timeline-row.module.css';
import { useTimelineWords } from './timeline-words.ts';

type Props = {
  row: TimelineRow;
  lifecycle: string;
  active: boolean;
  /** Left out: the reader sees no messages as they came. */
  onRaw: ((eventId: string) => void) | undefined;
};

export function TimelineRowLine({ row, lifecycle, active, onRaw }: Props): ReactNode {
  const say = useSay();
  const words = useTimelineWords(lifecycle);
  const { at, by, raw, traceUrl, eventId } = row;
  const isOwn = by === 'orderwatch';
  return (
    <TimelineLine
      at={at}
      by={isOwn ? 'Orderwatch' : by}
      tone={toneOf(row)}
      detail={<Detail row={row} lifecycle={lifecycle} />}
      actions={
        <>
          {raw && onRaw !== undefined ? (
            <Button variant="subtle" size="compact-xs" onClick={() => onRaw(eventId)}>
              {say('order.raw')}
            </Button>
          ) : null}
          {traceUrl === null ? null : (
            <Anchor size="xs" href={traceUrl} target="_blank" rel="noreferrer">
              {say('order.trace')}
            </Anchor>
          )}
          <Where row={row} />
        </>
      }
    >
      <span className={classes.words} {...(active ? { 'data-active-row': true, 'aria-current': true } : {})}>
        {words(row)} <Lateness row={row} />
      </span>
    </TimelineLine>
  );
}

/** The page of what the line is about. */
function Where({ row: { kind, data } }: { row: TimelineRow }): ReactNode {
  const say = useSay();
  const incident = kind === 'incident' && typeof data?.incident === 'string' ? data.incident : null;
  if (incident !== null)
    return (
      <Link className={classes.where} to={`/incidents/${incident}`}>
        {say('order.see')}
      </Link>
    );
  const quarantine = kind === 'deadLetter' && typeof data?.quarantine === 'string' ? data.quarantine : null;
  if (quarantine !== null)
    return (
      <Link className={classes.where} to={`/quarantine/${quarantine}`}>
        {say('order.see')}
      </Link>
    );
  return null;
}

const LATE_MS = 60_000;

/** How much later than it happened it became known: worth a word from a second on, a warning from a minute on. */
function Lateness({ row: { kind, lateness } }: { row: TimelineRow }): ReactNode {
  const say = useSay();
  const duration = useDuration();
  const ms = durationOf(lateness) ?? 0;
  if (kind === 'incident' || ms < 1_000) return null;
  return (
    <span className={classes.lateness} data-late={ms > LATE_MS}>
      {say('order.line.recorded', { after: duration(ms) })}
    </span>
  );
}

/** What somebody wrote stands as it was written; what the system says of itself is in the reader's words above. */
function Detail({ row, lifecycle }: { row: TimelineRow; lifecycle: string }): ReactNode {
  const say = useSay();
  const duration = useDuration();
  const lifecycles = useLifecycleWords();
  const anomaly = useAnomalyWords();
  const { language } = useReader();
  const words = useMessageWords();
  const { kind, detail, data } = row;
  const about = data?.about as { en: string; ru: string } | null | undefined;
  if (kind === 'incident' && language !== 'en') return about?.[language] ?? null;
  if (kind === 'message' && language !== 'en')
    return words.reason(typeof data?.reason === 'string' ? data.reason : null);
  if (kind === 'anomaly') {
    const facts = (data?.facts ?? []) as Parameters<AnomalyWords>[0]['facts'];
    if (facts.length === 0) return detail;
    const what = anomaly({ detail, facts }, lifecycle);
    return data?.cleared === true ? say('order.line.settled', { what }) : what;
  }
  if (kind === 'transition' || kind === 'assignment') return null;
  const { by, status, after } = (data ?? {}) as Record<string, unknown>;
  const length = by === 'rule' && typeof after === 'string' ? durationOf(after) : null;
  if (length !== null && typeof status === 'string') {
    return say('order.line.frozenByRule', { status: lifecycles.status(status, lifecycle), length: duration(length) });
  }
  // How late it came stands beside the line itself.
  const said = detail.replace(/(^|\. )Arrived .* after it happened$/, '');
  return said === '' ? null : said;
}

function toneOf({ kind, data }: TimelineRow): Tone {
  switch (kind) {
    case 'anomaly':
      return data?.cleared === true ? 'calm' : 'broken';
    case 'deadLetter':
      return 'broken';
    case 'incident':
      return data?.step === 'resolved' || data?.step === 'over' ? 'done' : data?.step === 'told' ? 'calm' : 'late';
    case 'message': {
      const step = data?.step ?? data?.state;
      if (step === 'delivered') return 'done';
      return step === 'failed' || step === 'dead' || step === 'unknown' ? 'broken' : 'calm';
    }
    default:
      return 'calm';
  }
}
