import type { CalendarDefinition } from '../tracker/calendar.ts';
import type { Lifecycles } from '../tracker/lifecycle.ts';
import type { OrderScope } from '../tracker/order-scope.ts';
import type { Severity } from './severity.ts';
import type { Watched } from './watched.ts';

/** What a condition is compiled with, beside what it declares itself. */
export type RuleContext = {
  rule: string;
  severity: Severity;
  /** `over`: as it stands in the document; mistakes have been told by then. */
  raise: { over: string | number; severity: Severity } | undefined;
  scope: OrderScope;
  zone: string;
  lifecycles: Lifecycles;
  calendars: Readonly<Record<string, CalendarDefinition>>;
  watched: Watched;
};
