import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import type { MessageKey } from './catalogue.ts';

/** What stands in the places of a sentence. */
export type Values = Record<string, string | number | Date | null | undefined>;
/** The same, and `<link>`…`</link>` of the sentence as what the function makes of it. */
export type RichValues = Record<string, ReactNode | Date | ((inner: ReactNode[]) => ReactNode)>;

/** `const say = useSay(); say('orders.stuck', { count: 3 })`: a sentence in the reader's language. */
export function useSay(): (key: MessageKey, values?: Values) => string {
  const intl = useIntl();
  return (key, values) => intl.formatMessage({ id: key }, values);
}

/** A sentence with links or other elements in it: `<Say id="orders.stuck" values={{ count, link: … }} />`. */
export function Say({ id, values }: { id: MessageKey; values?: RichValues }): ReactNode {
  const intl = useIntl();
  return intl.formatMessage({ id }, values as never) as ReactNode;
}
