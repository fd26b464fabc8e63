/** From the least to the most urgent. */
export const SEVERITIES = ['info', 'warning', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

export function isWorse(one: Severity, other: Severity): boolean {
  return SEVERITIES.indexOf(one) > SEVERITIES.indexOf(other);
}

export function worst(severities: Iterable<Severity>): Severity {
  return [...severities].reduce((worse, one) => (isWorse(one, worse) ? one : worse), 'info');
}
