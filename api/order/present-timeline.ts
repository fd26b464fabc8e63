import type { z } from 'zod';
import { toIso } from '../../platform/clock.ts';
import { spanContextOf } from '../../platform/tracing.ts';
import { inSeconds } from '../../tracker/iso-duration.ts';
import { type Links, traceUrl } from '../trace-urls.ts';
import type { timelineItem } from './timeline-contract.ts';
import type { ShownItem } from './whole-timeline.ts';

export type TimelineItemContract = z.infer<typeof timelineItem>;

/** `raw`: events of which the bytes are kept. */
export function presentTimelineItem(
  item: ShownItem,
  { jaegerUrl, raw }: Links & { raw: ReadonlySet<string> },
): TimelineItemContract {
  const { at, recordedAt, kind, by, manual, title, detail, eventId, data } = item;
  const { type, status, traceparent } = 'traceparent' in item ? item : { type: null, status: null, traceparent: null };
  const producer = spanContextOf(traceparent);
  return {
    at: toIso(at),
    recordedAt: toIso(recordedAt),
    // Of clocks that are ahead of ours nothing is late.
    lateness: inSeconds(Math.max(0, recordedAt - at)),
    ...{ kind, by, manual, title, detail, eventId, type, status },
    data: data && { ...data },
    raw: type !== null && kind !== 'transition' && raw.has(eventId),
    traceUrl: producer && jaegerUrl !== null ? traceUrl(jaegerUrl, producer.traceId) : null,
  };
}
