import { useIntl } from 'react-intl';

type Cause = { reasonKind: string; what?: string | null };

/** Why messages are here, in a few words: `Unknown status PRICED`. A kind of a newer version is told as it is. */
export function useCauseWords(): (cause: Cause) => string {
  const intl = useIntl();
  return ({ reasonKind, what = null }) => {
    const id = `quarantine.kind.${reasonKind}`;
    const kind = Object.hasOwn(intl.messages, id) ? intl.formatMessage({ id }) : reasonKind;
    return what === null ? kind : `${kind}: ${what}`;
  };
}
