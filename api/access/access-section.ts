import { z } from 'zod';
import { ROLES, type Role } from './roles.ts';

/** How often the API may be asked: what the configuration declares of it. */
export type AccessSettings = { requestsPerMinute: Readonly<Record<Role, number>> };

// The shop's own key is usually an admin's, and posts every event there is.
const USUAL: Record<Role, number> = {
  viewer: 1_800,
  support: 1_800,
  operator: 1_800,
  manager: 1_800,
  admin: 60_000,
  partner: 600,
  customer: 120,
};

const MOST = 1_000_000;

const limitOf = (role: Role) =>
  z
    .int()
    .min(1)
    .max(MOST)
    .exactOptional()
    .meta({ description: `Of a key or a user with the role ${role}.`, default: USUAL[role] });

const limits = Object.fromEntries(ROLES.map(role => [role, limitOf(role)])) as Record<Role, ReturnType<typeof limitOf>>;

export const accessSection = z
  .strictObject({
    requestsPerMinute: z.strictObject(limits).exactOptional().meta({
      description:
        'How much may be asked in a minute, of each process that serves the API. A key may have a limit of its own.',
    }),
  })
  .exactOptional()
  .meta({ description: 'Who may ask the API how often.' });

export function compileAccess(declared: z.infer<NonNullable<typeof accessSection>> | undefined): AccessSettings {
  return { requestsPerMinute: { ...USUAL, ...declared?.requestsPerMinute } };
}

export const USUAL_ACCESS: AccessSettings = compileAccess(undefined);
