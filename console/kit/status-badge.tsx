import type { ReactNode } from 'react';
import { useLifecycleWords } from './lifecycle-words.ts';
import classes from './status-badge.module.css';
import type { Tone } from './tone.ts';

/** A word in its tone: told by shape and word, and by colour for those who see it. */
export function ToneBadge({ tone, children }: { tone: Tone; children: ReactNode }): ReactNode {
  return (
    <span className={classes.badge} data-tone={tone}>
      <ToneShape tone={tone} />
      <span className={classes.word}>{children}</span>
    </span>
  );
}

/** The status of an order in the reader's words; `null`: it has none yet. */
export function StatusBadge({ status, tone, lifecycle }: { status: string | null; tone: Tone; lifecycle?: string }) {
  const words = useLifecycleWords();
  return <ToneBadge tone={tone}>{status === null ? '—' : words.status(status, lifecycle)}</ToneBadge>;
}

/** The shape alone, for rows and charts that have the word elsewhere. */
export function ToneShape({ tone, size = 10 }: { tone: Tone; size?: number }): ReactNode {
  return (
    <svg className={classes.shape} data-tone={tone} width={size} height={size} viewBox="0 0 10 10" aria-hidden="true">
      {SHAPES[tone]}
    </svg>
  );
}

const stroke = { fill: 'none', stroke: 'currentColor', strokeWidth: 1.8, strokeLinecap: 'round' as const };

const SHAPES: Record<Tone, ReactNode> = {
  calm: <circle cx="5" cy="5" r="3.6" {...stroke} />,
  watch: <path d="M5 1 9 5 5 9 1 5Z" {...stroke} strokeLinejoin="round" />,
  late: <path d="M5 .8 9.6 9H.4Z" fill="currentColor" />,
  broken: <path d="M1.6 1.6l6.8 6.8M8.4 1.6 1.6 8.4" {...stroke} strokeWidth={2.2} />,
  done: <path d="M1.2 5.4 3.9 8 8.8 2" {...stroke} strokeLinejoin="round" />,
};
