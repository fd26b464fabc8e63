import type { OidcSettings } from '../api/access/oidc.ts';
import { ROLES } from '../api/access/roles.ts';
import { plain, type Reader, secret } from './setting.ts';

const NEEDED = ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'] as const;
const ROLE = ROLES.filter(role => role !== 'customer' && role !== 'partner');

/** The sign-in of the company; null: nobody gave one, and people have passwords of their own. All of it or nothing. */
export function oidcConfig(reader: Reader): OidcSettings | null {
  const [issuer, clientId, clientSecret] = [
    plain(reader, 'OIDC_ISSUER'),
    plain(reader, 'OIDC_CLIENT_ID'),
    secret(reader, 'OIDC_CLIENT_SECRET'),
  ];
  const given = [issuer, clientId, clientSecret];
  if (given.every(value => value === undefined)) return null;
  const missing = NEEDED.filter((_, at) => given[at] === undefined);
  if (missing.length > 0) {
    reader.problems.push(
      `${missing.join(' and ')} must be set as well: a sign-in by OpenID Connect needs all of ${NEEDED.join(', ')}.`,
    );
    return null;
  }
  const url = URL.parse(issuer!);
  if (url === null || !['https:', 'http:'].includes(url.protocol)) {
    reader.problems.push(
      `OIDC_ISSUER is "${issuer}"; it must be the address of the provider, such as https://login.example.`,
    );
  }
  return {
    issuer: issuer!,
    clientId: clientId!,
    clientSecret: clientSecret!,
    scopes: plain(reader, 'OIDC_SCOPES') ?? 'openid profile email',
    roleClaim: plain(reader, 'OIDC_ROLE_CLAIM') ?? 'groups',
    roles: rolesIn(reader),
    name: plain(reader, 'OIDC_NAME') ?? 'OpenID Connect',
  };
}

/** `orderwatch-admins=admin,support=support,acme=partner:acme`: what the claim says, and what that is here. */
function rolesIn(reader: Reader): OidcSettings['roles'] {
  const text = plain(reader, 'OIDC_ROLES');
  if (text === undefined) {
    reader.problems.push(
      'OIDC_ROLES is not set: nobody could sign in. It must look like orderwatch-admins=admin,support=support.',
    );
    return [];
  }
  return text.split(',').flatMap(entry => {
    const [, value, said = '', partner = null] = /^\s*(.+?)\s*=\s*([a-z]+)(?::(.+?))?\s*$/.exec(entry) ?? [];
    const role =
      said === 'partner' && partner !== null ? 'partner' : partner === null && ROLE.find(known => known === said);
    if (value !== undefined && role) return [{ value, role, partner }];
    reader.problems.push(
      `OIDC_ROLES has "${entry.trim()}"; it must be a value of the claim and a role, one of ${ROLE.join(', ')} or ` +
        'partner:<name>, such as orderwatch-admins=admin.',
    );
    return [];
  });
}
