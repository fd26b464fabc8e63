import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import { readLateness, type UsualLateness } from '../tracker/lateness.ts';
import type { RecordedBy } from '../tracker/recorded-orders.ts';
import type { Found } from './finding.ts';
import type { Age } from './look-window.ts';

/** For how long something may be missing before it is: as is declared, or longer where a source usually comes later. */
export type Patience = { declaredMs: number; bySource: ReadonlyMap<string, Age> };

export async function readPatience(db: Db, declaredMs: number): Promise<Patience> {
  return patienceWith(await readLateness(db), declaredMs);
}

export function patienceWith(lateness: ReadonlyMap<string, UsualLateness>, declaredMs: number): Patience {
  const bySource = new Map<string, Age>();
  for (const [source, { ms, beforeMs }] of lateness) {
    if (Math.max(ms, beforeMs) <= declaredMs) continue;
    bySource.set(source, { ms: Math.max(ms, declaredMs), beforeMs: Math.max(beforeMs, declaredMs) });
  }
  return { declaredMs, bySource };
}

/** All of them, for whoever looks at what became due. */
export function agesOf({ declaredMs, bySource }: Patience): Age[] {
  return [{ ms: declaredMs, beforeMs: declaredMs }, ...bySource.values()];
}

/** By when something must have been recorded for its time to be over. */
export function timeIsOver({ declaredMs, bySource }: Patience, now: Instant): RecordedBy {
  return { usual: now - declaredMs, bySource: new Map([...bySource].map(([source, { ms }]) => [source, now - ms])) };
}

/** For how long something of this source may be missing. */
export function patienceOf({ declaredMs, bySource }: Patience, source: string): number {
  return bySource.get(source)?.ms ?? declaredMs;
}

/** What is found of a source that usually comes late was due no earlier. */
export function waitedFor({ bySource }: Patience, source: string, found: Found): Found {
  const age = bySource.get(source);
  if (age === undefined || found.since === null || found.limitAt === null) return found;
  return { ...found, limitAt: Math.max(found.limitAt, found.since + age.ms) };
}
