/** What a peer is told by the benchmark; it answers with one message. Each is a process of its own. */
export type Task = {
  amqpUrl: string;
  databaseUrl: string;
  queue: string;
  count: number;
  workload: string;
  notifies: boolean;
  /** Every move is counted for Prometheus, as by a process that is scraped. */
  counts: boolean;
  /** Null: telemetry is off. */
  tracesUrl: string | null;
};
export type Result = { eventsPerSecond: number; peakRssMb: number };

export async function serve(work: (task: Task) => Promise<number>): Promise<void> {
  const [text = '{}'] = process.argv.slice(2);
  const eventsPerSecond = await work(JSON.parse(text) as Task);
  const result: Result = { eventsPerSecond, peakRssMb: process.resourceUsage().maxRSS / 1024 };
  process.send?.(result, () => process.exit(0));
}

/** Events a second, from the first call of `begin` to the call of `end`. */
export function stopwatch(count: number) {
  let begun: number | undefined;
  return {
    begin: () => {
      begun ??= performance.now();
    },
    end: () => (count / (performance.now() - (begun ?? Number.NaN))) * 1_000,
  };
}
