import { SpanKind } from '@opentelemetry/api';
import type pg from 'pg';
import { isWithinSpan, withSpan } from '../tracing.ts';
import { querySummary } from './query-summary.ts';
import { DB_NAMESPACE, DB_QUERY_SUMMARY, DB_RESPONSE_STATUS_CODE, DB_SYSTEM_NAME } from './semconv.ts';

type Query = (...args: unknown[]) => unknown;

/**
 * Each query of these connections is a span, where it is done within one that is recorded; the wait for a connection is
 * part of it. The text isn't: what it is about (query-summary.ts) is enough to find it.
 */
export function traceQueries(pool: pg.Pool, databaseUrl: string): void {
  const database = decodeURIComponent(URL.parse(databaseUrl)?.pathname.slice(1) ?? '');
  trace(pool, database);
  pool.on('connect', client => trace(client, database));
}

function trace(target: pg.Pool | pg.PoolClient, database: string): void {
  const query = target.query.bind(target) as Query;
  const traced: Query = (...args) => {
    const text = isWithinSpan() ? textOf(args) : null;
    return text === null ? query(...args) : within(text, database, () => query(...args) as Promise<unknown>);
  };
  target.query = traced as typeof target.query;
}

/** Null: the pool asks its own client, who calls back, in a context that may be anybody's; or it is no plain query. */
function textOf(args: readonly unknown[]): string | null {
  const [first] = args;
  if (typeof args.at(-1) === 'function') return null;
  if (typeof first === 'string') return first;
  if (typeof first !== 'object' || first === null || 'submit' in first) return null;
  return 'text' in first && typeof first.text === 'string' ? first.text : null;
}

function within<T>(text: string, database: string, query: () => Promise<T>): Promise<T> {
  const summary = querySummary(text);
  const attributes = { [DB_SYSTEM_NAME]: 'postgresql', [DB_NAMESPACE]: database, [DB_QUERY_SUMMARY]: summary };
  return withSpan(summary, { kind: SpanKind.CLIENT, attributes }, async span => {
    try {
      return await query();
    } catch (error) {
      const { code } = error as { code?: unknown };
      if (typeof code === 'string') span.setAttribute(DB_RESPONSE_STATUS_CODE, code);
      throw error;
    }
  });
}
