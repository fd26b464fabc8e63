import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useLocation } from 'react-router';
import { Empty } from '../kit/empty.tsx';
import { FilterBar, FilterChip } from '../kit/filter-bar.tsx';
import { useKeys } from '../kit/keys.ts';
import { Loading } from '../kit/loading.tsx';
import { Problem } from '../kit/problem.tsx';
import { Timeline } from '../kit/timeline.tsx';
import { useUrlState } from '../kit/url-state.ts';
import { useSay } from '../words/say.tsx';
import { timelineQuery } from './order-queries.ts';
import { RawPanel } from './raw-panel.tsx';
import { Section } from './section.tsx';
import { isShown, rowsOf, SHOWN, type Shown, type TimelineRow } from './timeline-lines.ts';
import { TimelineRowLine } from './timeline-row.tsx';

type Props = { id: string; lifecycle: string; staff: boolean };

/** Everything that happened, oldest first; `j` and `k` move along it. */
export function OrderTimeline({ id, lifecycle, staff }: Props): ReactNode {
  const say = useSay();
  const { data, error, refetch } = useQuery(timelineQuery(id));
  const [view, setView] = useUrlState({ show: 'all' });
  const shown = SHOWN.find(one => one === view.show) ?? 'all';
  const rows = rowsOf(data ?? []).filter(row => isShown(row, shown));
  const [raw, setRaw] = useState<string | null>(null);
  const active = useActiveRow(rows);
  const filters = staff ? SHOWN : SHOWN.filter(one => one === 'all' || one === 'events' || one === 'messages');
  return (
    <Section title={say('order.timeline')}>
      <FilterBar>
        {filters.map(one => (
          <FilterChip key={one} on={one === shown} onChange={() => setView({ show: one })}>
            {say(`order.timeline.${one}`)}
          </FilterChip>
        ))}
      </FilterBar>
      {data === undefined ? (
        error === null ? (
          <Loading shape="lines" rows={6} />
        ) : (
          <Problem error={error} what={say('order.timeline.failed')} onRetry={() => void refetch()} />
        )
      ) : rows.length === 0 ? (
        <NothingShown shown={shown} onAll={() => setView({ show: 'all' })} />
      ) : (
        <Timeline label={say('order.timeline')}>
          {rows.map((row, index) => (
            <TimelineRowLine
              key={`${row.kind} ${row.eventId} ${row.at} ${row.title}`}
              row={row}
              lifecycle={lifecycle}
              active={index === active}
              onRaw={staff ? setRaw : undefined}
            />
          ))}
        </Timeline>
      )}
      {staff ? <RawPanel id={id} eventId={raw} onClose={() => setRaw(null)} /> : null}
    </Section>
  );
}

function NothingShown({ shown, onAll }: { shown: Shown; onAll: () => void }): ReactNode {
  const say = useSay();
  return (
    <Empty
      action={
        shown === 'all' ? null : (
          <FilterChip on={false} onChange={onAll}>
            {say('order.timeline.all')}
          </FilterChip>
        )
      }
    >
      {say(shown === 'all' ? 'order.timeline.nothing' : 'order.timeline.nothingOf')}
    </Empty>
  );
}

/** Which row j and k have come to; at first the one that the address names, else none (-1). */
function useActiveRow(rows: readonly TimelineRow[]): number {
  const { hash } = useLocation();
  const named = decodeURIComponent(hash.slice(1));
  const [active, setActive] = useState<number | null>(null);
  const begun = rows.findIndex(({ eventId }) => named !== '' && eventId === named);
  const scrolled = useRef('');
  useEffect(() => {
    if (begun === -1 || scrolled.current === named) return;
    scrolled.current = named;
    document.querySelector('[data-active-row]')?.scrollIntoView({ block: 'center' });
  }, [begun, named]);
  const now = active ?? begun;
  const move = (by: number) => {
    const next = Math.min(Math.max(now + by, 0), rows.length - 1);
    setActive(next);
    requestAnimationFrame(() => document.querySelector('[data-active-row]')?.scrollIntoView({ block: 'nearest' }));
  };
  useKeys([
    { keys: 'j', label: 'order.key.next', do: () => move(1) },
    { keys: 'k', label: 'order.key.previous', do: () => move(-1) },
  ]);
  return now;
}
