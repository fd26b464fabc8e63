import { useIntl } from 'react-intl';
import type { Order } from '../client/api.gen.ts';
import { useSay } from '../words/say.tsx';
import { useLifecycleWords } from './lifecycle-words.ts';

type Told = Pick<Order['anomalies'][number], 'detail' | 'facts'>;
export type AnomalyWords = (anomaly: Told, lifecycle?: string) => string;

const STATUSES = new Set(['status', 'present', 'last', 'otherStatus']);

/** Stands where a system would, when an operator said it. */
const SOMEBODY = 'somebody here';

/** What an anomaly says in the reader's language; in the server's words where those say more than is known here. */
export function useAnomalyWords(): AnomalyWords {
  const say = useSay();
  const intl = useIntl();
  const words = useLifecycleWords();
  const names = (text: string): string => {
    const [, first, more] = /^(.*) and (\d+) more$/s.exec(text) ?? [];
    return first === undefined ? text : say('kit.anomaly.more', { names: first, count: Number(more) });
  };
  return ({ detail, facts }, lifecycle) => {
    if (facts.length === 0) return detail;
    const value = ([name, text]: [string, string]): [string, string] => {
      if (STATUSES.has(name)) return [name, words.status(text, lifecycle)];
      if (name === 'skipped') {
        const statuses = text.split(', ').map(status => words.status(status, lifecycle));
        return [name, intl.formatList(statuses, { type: 'conjunction' })];
      }
      if (name === 'date') return [name, intl.formatDate(text, { dateStyle: 'medium', timeStyle: 'long' })];
      return [name, text === SOMEBODY ? say('kit.anomaly.somebody') : names(text)];
    };
    return facts
      .map(({ says, values }) => say(`kit.anomaly.${says}`, Object.fromEntries(Object.entries(values).map(value))))
      .join('; ');
  };
}
