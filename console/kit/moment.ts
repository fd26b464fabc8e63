import { useIntl } from 'react-intl';
import { useReader } from '../words/language.tsx';
import { useDistance, useNow } from './time.tsx';

/** `const moment = useMoment(); moment(at)`: an instant to the minute as text, for sentences; the day if it is not today. */
export function useMoment(): (at: string | number) => string {
  const intl = useIntl();
  const { zone } = useReader();
  const now = useNow();
  return at => {
    const instant = new Date(at);
    const [day, today] = [instant, new Date(now)].map(date =>
      new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(date),
    ) as [string, string];
    const date = day === today ? {} : { day: 'numeric' as const, month: 'short' as const };
    const year = day.slice(0, 4) === today.slice(0, 4) ? {} : { year: 'numeric' as const };
    return intl.formatDate(instant, { ...date, ...year, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  };
}

/** `3 min ago` as text, for sentences. */
export function useAgo(): (at: string | number) => string {
  const distance = useDistance();
  const now = useNow();
  return at => distance(new Date(at).getTime() - now);
}

/** `Olga, Ivan and Boris` in the reader's language. */
export function useList(): (names: readonly string[]) => string {
  const intl = useIntl();
  return names => intl.formatList([...names], { type: 'conjunction' });
}
