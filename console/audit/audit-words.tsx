import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import type { AuditEntry } from '../client/api.gen.ts';
import { useLifecycleWords } from '../kit/lifecycle-words.ts';
import { useList, useMoment } from '../kit/moment.ts';
import { differenceOf } from './difference.ts';
import { nameOf, SubjectLink } from './subject.tsx';

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;
/** What is said in words of ours. Names of people and things stand as they are, whatever word they happen to be. */
const CODED = new Set([
  'state',
  'customers',
  'verdict',
  'kind',
  'notify',
  'scopes',
  'set',
  'fields',
  'severity',
  'channel',
]);
/** What the sentence says already, or nobody reads. */
const UNTOLD = new Set(['what', 'correction']);

export type Told = { field: string; before: string | null; after: string };

/** Entries in the reader's words; what a newer version says is told as it is. */
export function useAuditWords() {
  const intl = useIntl();
  const moment = useMoment();
  const list = useList();
  const lifecycle = useLifecycleWords();
  const word = (id: string, code: string) =>
    Object.hasOwn(intl.messages, id) ? intl.formatMessage({ id }) : code.replaceAll('_', ' ');
  const fieldOf = (name: string) => word(`audit.field.${name}`, name);

  function shown(field: string, value: unknown): string {
    if (value === null || value === undefined) return '—';
    if (typeof value === 'boolean') return word(`audit.value.${value}`, String(value));
    if (typeof value === 'number') return intl.formatNumber(value);
    if (Array.isArray(value)) return value.length === 0 ? '—' : list(value.map(one => shown(field, one)));
    if (typeof value === 'object') {
      return Object.entries(value)
        .map(([name, one]) =>
          intl.formatMessage({ id: 'audit.set' }, { field: fieldOf(name), after: shown(name, one) }),
        )
        .join(' · ');
    }
    const text = String(value);
    if (INSTANT.test(text)) return moment(text);
    if (field === 'status') return lifecycle.status(text);
    if (field === 'role') return word(`shell.role.${text}`, text);
    return CODED.has(field) ? word(`audit.value.${text}`, text) : text;
  }

  return {
    /** What was done to what, as a sentence that leads there. */
    did: (entry: AuditEntry): ReactNode => {
      const id = `audit.did.${entry.action}`;
      const to = (name: ReactNode[]) => (
        <SubjectLink key="to" subject={entry.subject}>
          {name}
        </SubjectLink>
      );
      const name = nameOf(entry);
      if (Object.hasOwn(intl.messages, id)) return intl.formatMessage({ id }, { name, to } as never) as ReactNode;
      return (
        <>
          {entry.action} {to([name])}
        </>
      );
    },
    changes: ({ before, after }: AuditEntry): Told[] =>
      differenceOf(before, after)
        .filter(({ field }) => !UNTOLD.has(field))
        .map(one => ({
          field: fieldOf(one.field),
          before: one.before === undefined ? null : shown(one.field, one.before),
          after: shown(one.field, one.after),
        })),
    change: ({ field, before, after }: Told): string =>
      before === null
        ? intl.formatMessage({ id: 'audit.set' }, { field, after })
        : intl.formatMessage({ id: 'audit.changed' }, { field, before, after }),
    role: (role: string) => word(`shell.role.${role}`, role),
  };
}
