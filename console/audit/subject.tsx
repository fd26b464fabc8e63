import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { AuditEntry } from '../client/api.gen.ts';

/** Longer ones nobody reads. */
const LONGEST = 16;

/** What it is called: by its name where the entry has one, else by its number. */
export function nameOf({ subject: { kind, id }, before, after }: AuditEntry): string {
  if (kind === 'order' || kind === 'rule' || kind === 'customer') return id;
  return (
    named(after) ?? named(before) ?? (/^\d+$/.test(id) ? `#${id}` : id.length > LONGEST ? `${id.slice(0, 8)}…` : id)
  );
}

function named(said: unknown): string | null {
  const { name, person } = (said ?? {}) as { name?: unknown; person?: unknown };
  return typeof name === 'string' ? name : typeof person === 'string' ? person : null;
}

const PAGES: Readonly<Record<string, (id: string) => string>> = {
  order: id => `/orders/${id}`,
  incident: id => `/incidents/${id}`,
  rule: id => `/rules/${id}`,
  silence: () => '/on-call',
  override: () => '/on-call',
  absence: () => '/on-call',
  notification: id => `/notifications?message=${id}`,
  quarantine: id => (/^\d+$/.test(id) ? `/quarantine?message=${id}` : `/quarantine?group=${id}`),
  customer: id => `/?customer=${id}`,
  user: () => '/settings/users',
  key: () => '/settings/keys',
  configuration: () => '/settings/configuration',
};

/** The words as a link to where it is to be seen; the words alone where it has no page. */
export function SubjectLink({
  subject: { kind, id },
  children,
}: {
  subject: AuditEntry['subject'];
  children: ReactNode;
}) {
  const page = PAGES[kind];
  return page === undefined ? children : <Link to={page(encodeURIComponent(id))}>{children}</Link>;
}
