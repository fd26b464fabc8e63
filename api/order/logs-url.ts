import type { Instant } from '../../platform/clock.ts';

/** As the bundled Grafana names it (dashboards/provisioning/datasources). */
const LOKI = { type: 'loki', uid: 'loki' };
/** A message is written down somewhat before and after the events that it becomes. */
const AROUND_MS = 15 * 60_000;
/** Loki refuses to look through more than 30 days and an hour at once, unless somebody has allowed it more. */
const LONGEST_MS = 30 * 24 * 3_600_000;

/**
 * Grafana's page on which the log lines of a correlation id can be read, from the first to the last news of the order.
 * https://grafana.com/docs/grafana/latest/explore/get-started-with-explore/#generate-explore-urls-from-external-tools
 */
export function logsUrl(
  grafanaUrl: string,
  { correlationId, from, to }: { correlationId: string; from: Instant; to: Instant },
): string {
  // LogQL knows the escapes of Go, of which those of JSON are a part.
  const expr = `{service_name=~".+"} | correlation_id=${JSON.stringify(correlationId)}`;
  const until = to + AROUND_MS;
  const range = { from: String(Math.max(from - AROUND_MS, until - LONGEST_MS)), to: String(until) };
  const panes = {
    order: { datasource: LOKI.uid, queries: [{ refId: 'A', datasource: LOKI, queryType: 'range', expr }], range },
  };
  return `${grafanaUrl}/explore?${new URLSearchParams({ schemaVersion: '1', orgId: '1', panes: JSON.stringify(panes) })}`;
}
