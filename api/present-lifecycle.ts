import type { z } from 'zod';
import type { CalendarDefinition } from '../tracker/calendar.ts';
import type { Lifecycle, StatusDefinition } from '../tracker/lifecycle.ts';
import type { contract } from './contract.ts';

export type LifecycleContract = z.infer<typeof contract.Lifecycle>;

/** As it is declared; what may be left out of a configuration is there, as null or as what it means. */
export function presentLifecycle(lifecycle: Lifecycle): LifecycleContract {
  const { name, match, zone, calendar, names } = lifecycle;
  return {
    name,
    match: match && Object.fromEntries(Object.entries(match).map(([trait, values]) => [trait, [...values]])),
    zone,
    calendar: calendar && presentCalendar(calendar),
    statuses: names.map(status => presentStatus(status, lifecycle.status(status)!)),
  };
}

function presentStatus(status: string, declared: StatusDefinition): LifecycleContract['statuses'][number] {
  const { owner, next, entry = false, label, customerLabel, customerStep, serviceLevel, freeze, notice } = declared;
  return {
    status,
    owner,
    entry,
    terminal: next.length === 0,
    next: [...next],
    label: label ?? null,
    customerLabel: customerLabel ?? null,
    customerStep: customerStep ?? null,
    serviceLevel: serviceLevel ? { time: 'calendar', ...serviceLevel } : null,
    freeze: freeze ?? null,
    notice: notice ?? null,
  };
}

function presentCalendar(declared: CalendarDefinition): NonNullable<LifecycleContract['calendar']> {
  const { zone, hours, holidays = [], closures = [] } = declared;
  return {
    zone,
    hours: Object.fromEntries(Object.entries(hours).map(([day, open]) => [day, [...open]])),
    holidays: [...holidays],
    closures: closures.map(({ from, to, reason = null }) => ({ from, to, reason })),
  };
}
