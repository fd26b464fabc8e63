import { isShared } from './cause-keys.ts';
import type { Cause, Judge, Judgement } from './evidence.ts';
import { NO_JUDGEMENT } from './evidence.ts';
import type { Subject } from './finding.ts';

/** What is so around the findings of a test; it may be changed between two looks. */
export type Around = {
  causes: Map<Subject, Cause>;
  /** Causes that are over. */
  over: Set<string>;
  inTurn: Set<Subject>;
  blinded: Set<Subject>;
};

export function aCause(key: string, named: Partial<Cause> = {}): Cause {
  return { key, text: { en: `It is ${key}.`, ru: `Это ${key}.` }, isShared: isShared(key), system: 'mes', ...named };
}

/** Somebody who sees what the test says. */
export function judgeOf(causes: Readonly<Record<Subject, string>> = {}): Judge & Around {
  const around: Around = {
    causes: new Map(Object.entries(causes).map(([subject, key]) => [subject, aCause(key)])),
    over: new Set(),
    inTurn: new Set(),
    blinded: new Set(),
  };
  const judgementOf = (subject: Subject): Judgement => ({
    ...NO_JUDGEMENT,
    cause: around.causes.get(subject) ?? null,
    suspect: around.blinded.has(subject) ? { en: 'We are behind.', ru: 'Мы отстаём.' } : null,
    inTurn: around.inTurn.has(subject),
  });
  return {
    ...around,
    judge: async found => new Map(found.map(({ subject }) => [subject, judgementOf(subject)])),
    stillSo: async keys => new Set(keys.filter(key => !around.over.has(key))),
  };
}

/** Orders of which all are stuck for the same cause. */
export function behind(key: string, ...orders: string[]): Record<Subject, string> {
  return Object.fromEntries(orders.map(order => [`order:${order}`, key]));
}
