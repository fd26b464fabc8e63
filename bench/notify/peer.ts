/** What a peer is told; it answers with one message. Each is a process of its own. */
export type Task = { smtpUrl: string; databaseUrl: string; count: number };
export type Result = { messagesPerSecond: number; peakRssMb: number };

export async function serve(work: (task: Task) => Promise<number>): Promise<void> {
  const [text = '{}'] = process.argv.slice(2);
  const messagesPerSecond = await work(JSON.parse(text) as Task);
  const result: Result = { messagesPerSecond, peakRssMb: process.resourceUsage().maxRSS / 1024 };
  process.send?.(result, () => process.exit(0));
}
