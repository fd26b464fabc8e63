import * as client from 'openid-client';
import type { Role } from './roles.ts';

/** The sign-in of the company. */
export type OidcSettings = {
  issuer: string;
  clientId: string;
  clientSecret: string;
  scopes: string;
  /** Where the provider says what somebody is: a claim, or `realm_access.roles`, a field within one. */
  roleClaim: string;
  /** What it says there, and what that is here; the first one that somebody has counts. */
  roles: readonly { value: string; role: Exclude<Role, 'customer'>; partner: string | null }[];
  /** What the button is called. */
  name: string;
};

/** What of a sign-in has to come back unchanged; kept by the browser that began it. */
export type Begun = { state: string; nonce: string; verifier: string; returnTo: string };

/** Somebody of whom the provider has said who they are. `standing` null: nobody has given them a role here. */
export type Identified = {
  issuer: string;
  subject: string;
  name: string;
  displayName: string;
  email: string | null;
  locale: string | null;
  standing: { role: Exclude<Role, 'customer'>; partner: string | null } | null;
};

type Claims = Readonly<Record<string, unknown>>;

export type Oidc = {
  begin(redirectUri: string, returnTo: string): Promise<{ url: URL; begun: Begun }>;
  /** Throws what openid-client throws when the answer of the provider is not to be believed. */
  finish(callback: URL, begun: Begun): Promise<Identified>;
};

export function createOidc(settings: OidcSettings): Oidc {
  let discovered: Promise<client.Configuration> | null = null;

  /** Asked for when somebody wants in: a provider that is down does not keep everything else from starting. */
  function configuration(): Promise<client.Configuration> {
    const issuer = new URL(settings.issuer);
    const execute = issuer.protocol === 'http:' ? [client.allowInsecureRequests] : [];
    discovered ??= client
      .discovery(issuer, settings.clientId, settings.clientSecret, undefined, { execute })
      .catch(error => {
        discovered = null;
        throw error;
      });
    return discovered;
  }

  return {
    begin: async (redirectUri, returnTo) => {
      const config = await configuration();
      const begun = {
        state: client.randomState(),
        nonce: client.randomNonce(),
        verifier: client.randomPKCECodeVerifier(),
        returnTo,
      };
      const url = client.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: settings.scopes,
        state: begun.state,
        nonce: begun.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(begun.verifier),
        code_challenge_method: 'S256',
      });
      return { url, begun };
    },
    finish: async (callback, { state, nonce, verifier }) => {
      const config = await configuration();
      const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true };
      const tokens = await client.authorizationCodeGrant(config, callback, checks);
      const claims: Claims = tokens.claims()!;
      const subject = String(claims.sub);
      const { userinfo_endpoint: tellsMore } = config.serverMetadata();
      // Some say who somebody is in the token, some only when they are asked.
      const more: Claims = tellsMore ? await client.fetchUserInfo(config, tokens.access_token, subject) : {};
      return identified(settings, config.serverMetadata().issuer, { ...more, ...claims });
    },
  };
}

function identified(settings: OidcSettings, issuer: string, claims: Claims): Identified {
  const text = (name: string) => (typeof claims[name] === 'string' && claims[name] !== '' ? claims[name] : null);
  const subject = String(claims.sub);
  const name = text('preferred_username') ?? text('email') ?? subject;
  const said = valuesIn(claims, settings.roleClaim);
  const standing = settings.roles.find(({ value }) => said.includes(value)) ?? null;
  return {
    issuer,
    subject,
    name: nameOf(name),
    displayName: text('name') ?? name,
    email: text('email'),
    locale: text('locale'),
    standing: standing && { role: standing.role, partner: standing.partner },
  };
}

function valuesIn(claims: Claims, path: string): unknown[] {
  // A claim may have dots in its own name, as those of Auth0 do.
  const within = path.split('.').reduce<unknown>((value, name) => (value as Claims | null | undefined)?.[name], claims);
  const value = claims[path] ?? within;
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}

/** As names are here. */
function nameOf(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9._@+-]/g, '-')
    .replace(/^[^a-z0-9]+/, '')
    .slice(0, 90);
  return plain === '' ? 'user' : plain;
}
