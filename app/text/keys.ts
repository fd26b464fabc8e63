import type { z } from 'zod';
import type { contract } from '../../api/contract.ts';
import { table } from './table.ts';
import { moment } from './time.ts';

type KeyPage = z.infer<typeof contract.KeyPage>;

export function describeKeys({ items }: KeyPage): string {
  if (items.length === 0) return 'There are no keys.';
  const rows = items.map(key => [
    key.id,
    key.name,
    [key.role, key.partner ?? key.customer].filter(Boolean).join(' '),
    key.scopes?.join(', ') ?? 'all',
    key.lastUsedAt === null ? 'never' : moment(Date.parse(key.lastUsedAt)),
    standing(key),
  ]);
  return table([['ID', 'NAME', 'ROLE', 'SCOPES', 'LAST USED (UTC)', 'ENDS (UTC)'], ...rows]);
}

function standing({ revokedAt, expiresAt }: KeyPage['items'][number]): string {
  if (revokedAt !== null) return `revoked ${moment(Date.parse(revokedAt))}`;
  return expiresAt === null ? 'never' : moment(Date.parse(expiresAt));
}
