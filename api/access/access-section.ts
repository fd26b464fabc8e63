import { z } from 'zod';
import { ROLES, type Role } from './roles.ts';

/** How often the API may be asked, and from whose pages: what the configuration declares of it. */
export type AccessSettings = { requestsPerMinute: Readonly<Record<Role, number>>; origins: readonly string[] };

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

const origin = z
  .string()
  .refine(isOrigin, 'must be an origin, such as https://shop.example: without a path, and in small letters')
  .meta({ examples: ['https://shop.example'] });

/** As browsers write it (HTML, serialization of an origin): compared sign by sign. */
function isOrigin(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && url.origin === text;
}

export const accessSection = z
  .strictObject({
    requestsPerMinute: z.strictObject(limits).exactOptional().meta({
      description:
        'How much may be asked in a minute, of each process that serves the API. A key may have a limit of its own.',
    }),
    origins: z.array(origin).exactOptional().meta({
      description:
        'Sites whose pages may ask the API from a browser, with a token of the customer who reads them (docs/embedding.md).',
    }),
  })
  .exactOptional()
  .meta({ description: 'Who may ask the API how often, and from where.' });

export function compileAccess(declared: z.infer<NonNullable<typeof accessSection>> | undefined): AccessSettings {
  return { requestsPerMinute: { ...USUAL, ...declared?.requestsPerMinute }, origins: declared?.origins ?? [] };
}

export const USUAL_ACCESS: AccessSettings = compileAccess(undefined);
