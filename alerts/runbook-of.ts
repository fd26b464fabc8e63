import type { AlertSettings } from './settings.ts';

/** Which page of docs/runbooks says what to do, by the kind of the condition. Of what concerns single orders there is none. */
const PAGES: Readonly<Record<string, string>> = {
  queueDepth: 'queue-too-long',
  messageAge: 'queue-too-long',
  consumersGone: 'queue-without-consumer',
  deadLetters: 'dead-letters-grow',
  broker: 'broker-in-trouble',
  database: 'slow-queries',
  endpoint: 'endpoint-down',
  silence: 'intake-stopped',
  stalled: 'price-calculation-too-long',
};

/** Null: none. */
export function runbookOf({ rules }: Pick<AlertSettings, 'rules'>, rule: string): string | null {
  if (rule === 'rule-failed') return 'rule-silent';
  const kind = rules.find(({ name }) => name === rule)?.declared.condition.kind;
  return kind !== undefined && Object.hasOwn(PAGES, kind) ? PAGES[kind]! : null;
}
