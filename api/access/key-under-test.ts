import { toIso } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';
import { T0 } from '../../test/support/factory.ts';
import type { Role } from './roles.ts';
import { hashOfSecret } from './secret.ts';

/** The header of a program with this role, which may ask as often as a test likes; of a partner called acme and a customer C-1, where nobody else is named. */
export async function aKeyOf(
  db: Db,
  role: Role,
  {
    partner = 'acme',
    customer = 'C-1',
    name = `${role} ${++made}`,
  }: Partial<Record<'partner' | 'customer' | 'name', string>> = {},
): Promise<{ authorization: string }> {
  const key = `a-key-for-tests-${made}-${name.replaceAll(' ', '-')}`;
  await db.query(
    'insert into api.key (hash, name, role, partner, customer, created_at, request_limit) values ($1, $2, $3, $4, $5, $6, 1000000)',
    [
      ...[hashOfSecret(key), name, role],
      ...[role === 'partner' ? partner : null, role === 'customer' ? customer : null, toIso(T0)],
    ],
  );
  return { authorization: `Bearer ${key}` };
}

let made = 0;
