import type { Response } from 'express';
import { type Instant, toIso } from '../../platform/clock.ts';
import type { Batch, Watcher } from './change-feed.ts';
import { frame, mark, type View } from './frames.ts';

/** Unsent bytes of one client; what the sockets on the way hold comes on top of that. */
const MOST_WAITING_BYTES = 64 * 1024;
/** In which a slow client may still read that it was dropped. */
const FAREWELL_MS = 5_000;

export type EndReason = 'too-slow' | 'signed-out' | 'shutting-down';

/**
 * One client of the stream. What it does not read is not kept for it: past a limit it is told to look anew, and let go.
 * `frames`: those of a batch in its view.
 */
export function createListener(on: {
  res: Response;
  view: View;
  since: string | null;
  frames: (batch: Batch, view: View) => Buffer;
  now: () => Instant;
  onDropped: () => void;
}) {
  const { res, view, since, frames, now, onDropped } = on;
  let ended = false;
  let told: string | null = null;

  function write(what: string | Buffer): void {
    if (ended || what.length === 0) return;
    if (res.writableLength > MOST_WAITING_BYTES) {
      onDropped();
      end('too-slow');
    } else res.write(what);
  }

  function end(why: EndReason): void {
    if (ended) return;
    ended = true;
    res.end(frame(why === 'too-slow' ? 'resync' : 'end', { why }));
    const cut = setTimeout(() => res.destroy(), FAREWELL_MS);
    res.once('close', () => clearTimeout(cut));
  }

  const watcher: Watcher = {
    since,
    begin: (seen, missed) => {
      const resumed = missed !== null && !missed.more;
      write(frame('open', { at: toIso(now()), resumed }));
      if (missed !== null) write(frames(missed, view));
      else if (since !== null) write(frame('resync', { why: 'too-old' }));
      write(mark(seen));
      told = seen;
    },
    take: batch => {
      write(frames(batch, view));
      told = batch.seen;
    },
  };

  return {
    watcher,
    view,
    write,
    end,
    /** A sign of life, and up to where nothing was missed though nothing was sent either. */
    beat: (seen: string | null) => {
      // Who has not begun yet knows of nothing that was seen.
      if (told === null || seen === null) write(':\n\n');
      else write(`:\n${mark(seen)}`);
    },
  };
}

export type Listener = ReturnType<typeof createListener>;
