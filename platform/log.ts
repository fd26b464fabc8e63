import { type Logger, pino } from 'pino';

export type Log = Logger;

/**
 * One JSON line an entry on stderr, so that stdout stays free for what a command was asked for.
 * Never log customers' data: order and correlation ids are enough to find them.
 */
export function createLog(level: string): Log {
  const stderr = pino.destination({ fd: 2, sync: true });
  // A terminal that was closed can't be told so.
  stderr.on('error', () => {});
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, stderr);
}
