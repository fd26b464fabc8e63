/**
 * A figure of the business, or of the database, once: the processes that show it show the same, and a new leader shows it
 * for a few seconds beside the one before (docs/metrics.md).
 */
export function once(selector: string): string {
  return `max without (instance) (${selector})`;
}

/** Observations at most so large. Prometheus 3 writes the bound of a bucket as a float, whoever exports it. */
export function atMost(bound: number): string {
  return `le=~"${bound}|${bound}[.]0"`;
}

/** `by`: labels that stay beside the bound. `window`: as long as it takes for enough to happen. */
export function quantile(
  q: number,
  histogram: string,
  { matchers = '', by = '', window = '$__rate_interval' } = {},
): string {
  const labels = by ? `le, ${by}` : 'le';
  return `histogram_quantile(${q}, sum by (${labels}) (rate(${histogram}_bucket{${matchers}}[${window}])))`;
}

/** 0, and not nothing, while nothing happens. */
export function share(of: string, all: string): string {
  return `(${of} or vector(0)) / clamp_min(${all}, 1e-9)`;
}
