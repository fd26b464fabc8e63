/**
 * How something stands, everywhere the same: calm (in time), watch (at risk), late (breached), broken (data or delivery
 * failed), done.
 */
export const TONES = ['calm', 'watch', 'late', 'broken', 'done'] as const;
export type Tone = (typeof TONES)[number];

type Standing = { stuck: boolean; atRisk: boolean; overdue: boolean };

/** How an order stands, as the API has it; `ended` by its lifecycle. */
export function toneOfOrder({ stuck, atRisk, overdue }: Standing, ended = false): Tone {
  if (ended) return 'done';
  if (stuck || overdue) return 'late';
  return atRisk ? 'watch' : 'calm';
}
