export type Weekday = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun';

/** When work is done: dates and hours of the wall clock in `zone`. A day that is not named is closed. */
export type CalendarDefinition = {
  zone: string;
  hours: Partial<Record<Weekday, readonly string[]>>;
  holidays?: readonly string[];
  closures?: readonly { from: string; to: string; reason?: string }[];
};
