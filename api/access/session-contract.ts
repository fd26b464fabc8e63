import { z } from 'zod';
import { ROLES } from './roles.ts';

/** The part of the contract that is about who signs in. */

const time = z.iso.datetime().meta({ description: 'ISO 8601 in UTC.' });

const fields = {
  name: z.string().meta({ description: 'What is typed to sign in, and what stands beside what somebody did.' }),
  displayName: z.string(),
  role: z.enum(ROLES),
  partner: z.string().nullable().meta({ description: 'Of the role partner: whose orders are seen.' }),
  locale: z.string().nullable(),
};

export const sessionState = z.strictObject({
  user: z.strictObject(fields).nullable().meta({ description: 'Who has signed in; null: nobody.' }),
  csrfToken: z
    .string()
    .nullable()
    .meta({ description: 'To be sent as `X-CSRF-Token` with everything that changes something.' }),
  signIn: z
    .strictObject({
      local: z.boolean().meta({ description: 'With a name and a password of this installation.' }),
      oidc: z
        .strictObject({ name: z.string() })
        .nullable()
        .meta({ description: 'At /auth/oidc/start, with what the sign-in of the company is called.' }),
    })
    .meta({ description: 'The ways in.' }),
});

export const userSession = z.strictObject({
  id: z.string(),
  current: z.boolean().meta({ description: 'The one in which this was asked.' }),
  createdAt: time,
  lastSeenAt: time.meta({ description: 'To the minute.' }),
  expiresAt: time.meta({ description: 'If it is not used until then, or for good.' }),
  address: z.string().nullable(),
  agent: z.string().nullable().meta({ description: 'What the browser calls itself.' }),
});

export const user = z.strictObject({
  id: z.string(),
  ...fields,
  email: z.string().nullable(),
  external: z.boolean().meta({ description: 'Signs in by OpenID Connect, which says the role each time.' }),
  hasPassword: z.boolean(),
  disabled: z.boolean(),
  createdAt: time,
  lastSeenAt: time.nullable().meta({ description: 'In one of the sessions that hold.' }),
});

export const passwordLink = z.strictObject({
  url: z.string().meta({ description: 'Opens once, and lets whoever has it set the password. Shown only now.' }),
  expiresAt: time,
});

export const createdUser = z.strictObject({
  user,
  passwordLink: passwordLink.nullable().meta({ description: 'null: people sign in by OpenID Connect here.' }),
});
